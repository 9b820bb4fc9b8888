from .consultation import AgreedAction, Consultation, ConsultationEvent
from .slot import Mode, Slot, SlotSeries
from .visitor import Visitor

__all__ = ["AgreedAction", "Consultation", "ConsultationEvent", "Mode", "Slot", "SlotSeries", "Visitor"]
