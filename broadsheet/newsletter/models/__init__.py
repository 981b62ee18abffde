"""What is kept of lists, of those who want them, and of every message to them."""

from broadsheet.newsletter.models.asking import Asking
from broadsheet.newsletter.models.counting import LetterLink
from broadsheet.newsletter.models.delivery import OPEN, Bucket, Delivery, DeliveryState, Exclusion, Returned, Sender
from broadsheet.newsletter.models.digest import Digest, Rhythm
from broadsheet.newsletter.models.letter import Letter, LetterState, LetterStory
from broadsheet.newsletter.models.mailing_list import MailingList
from broadsheet.newsletter.models.subscriber import Refusal, Subscriber
from broadsheet.newsletter.models.subscription import Ending, Source, Subscription

__all__ = [
    "OPEN",
    "Asking",
    "Bucket",
    "Delivery",
    "DeliveryState",
    "Digest",
    "Ending",
    "Exclusion",
    "Letter",
    "LetterLink",
    "LetterState",
    "LetterStory",
    "MailingList",
    "Refusal",
    "Returned",
    "Rhythm",
    "Sender",
    "Source",
    "Subscriber",
    "Subscription",
]
