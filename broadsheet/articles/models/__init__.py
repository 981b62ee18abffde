"""The room's models, one idea a file."""

from broadsheet.articles.models.author import Author
from broadsheet.articles.models.correction import Correction
from broadsheet.articles.models.fronts import Front, InfoPage, Section
from broadsheet.articles.models.gone import GonePage
from broadsheet.articles.models.paper import Paper
from broadsheet.articles.models.scheduled import Act, ScheduledAct
from broadsheet.articles.models.story import Story
from broadsheet.articles.models.story_rows import Byline, StoryTopic
from broadsheet.articles.models.topic import Topic

__all__ = [
    "Act",
    "Author",
    "Byline",
    "Correction",
    "Front",
    "GonePage",
    "InfoPage",
    "Paper",
    "ScheduledAct",
    "Section",
    "Story",
    "StoryTopic",
    "Topic",
]
