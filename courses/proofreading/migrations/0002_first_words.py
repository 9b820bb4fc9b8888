"""A few words to begin with; editors change the list as they like."""

from django.db import migrations

WORDS = {
    "en": [
        ("utilis*", "use", ""),
        ("in order to", "to", ""),
        ("beneficiar*", "the people we help", ""),
        ("facilitat*", "help", ""),
        ("capacity building", "learning", ""),
        ("the disabled", "people with disabilities", ""),
        ("with regard to", "about", ""),
    ],
    "uk": [
        ("приймати участь", "брати участь", "калька з російської"),
        ("приймають участь", "беруть участь", "калька з російської"),
        ("на протязі", "протягом", "«на протязі» – там, де дме"),
        ("слідуюч*", "наступний, такий", "калька з російської"),
        ("здійснюва*", "робити", ""),
        ("у зв'язку з тим, що", "бо", ""),
        ("бенефіціар*", "люди, яким допомагаємо", ""),
        ("інвалід", "людина з інвалідністю", ""),
        ("інваліди", "людина з інвалідністю", ""),
        ("інвалідів", "людина з інвалідністю", ""),
        ("являється", "є", "калька з російської"),
    ],
    "ru": [
        ("осуществля*", "делать", ""),
        ("в целях", "чтобы", ""),
        ("в связи с тем, что", "потому что", ""),
        ("бенефициар*", "люди, которым помогаем", ""),
        ("благополучател*", "люди, которым помогаем", ""),
        ("инвалид", "человек с инвалидностью", ""),
        ("инвалиды", "человек с инвалидностью", ""),
        ("инвалидов", "человек с инвалидностью", ""),
        ("данн* вопрос*", "этот вопрос", ""),
        ("является", "это", ""),
    ],
    "bg": [
        ("осъществява*", "правя", ""),
        ("мероприяти*", "събитие", ""),
        ("във връзка с това, че", "защото", ""),
        ("с цел да", "за да", ""),
        ("бенефициент*", "хората, на които помагаме", ""),
        ("инвалид", "човек с увреждане", ""),
        ("инвалиди", "човек с увреждане", ""),
        ("инвалидите", "човек с увреждане", ""),
        ("касаещ*", "за", ""),
    ],
    "cs": [
        ("za účelem", "aby, kvůli", ""),
        ("jedná se o", "je to", ""),
        ("v případě, že", "když", ""),
        ("beneficient*", "lidé, kterým pomáháme", ""),
        ("invalida", "člověk s postižením", ""),
        ("invalidé", "člověk s postižením", ""),
        ("invalidů", "člověk s postižením", ""),
        ("implement*", "zavést", ""),
        ("vydefinova*", "určit, popsat", ""),
    ],
}


def add(apps, schema_editor):
    AvoidedWord = apps.get_model("proofreading", "AvoidedWord")
    rows = [AvoidedWord(language=code, word=word, instead=instead, why=why) for code, words in WORDS.items() for word, instead, why in words]
    AvoidedWord.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("proofreading", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
