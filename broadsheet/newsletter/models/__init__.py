"""What is kept of lists and of those who want them."""

from broadsheet.newsletter.models.asking import Asking
from broadsheet.newsletter.models.mailing_list import MailingList
from broadsheet.newsletter.models.subscriber import Refusal, Subscriber
from broadsheet.newsletter.models.subscription import Ending, Source, Subscription

__all__ = ["Asking", "Ending", "MailingList", "Refusal", "Source", "Subscriber", "Subscription"]
