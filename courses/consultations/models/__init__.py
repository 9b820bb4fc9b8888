from .consultation import AgreedAction, Consultation, ConsultationEvent
from .slot import Mode, OfferedTime, Slot, SlotSeries
from .visitor import Visitor

__all__ = ["AgreedAction", "Consultation", "ConsultationEvent", "Mode", "OfferedTime", "Slot", "SlotSeries", "Visitor"]
