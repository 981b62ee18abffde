"""JSON-LD by schema.org: the paper, its stories, people and lists, as plain dictionaries.

Sources: Google Search Central's pages on Article, Breadcrumb, ProfilePage and Organization; schema.org's news types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import strip_tags

from broadsheet.articles.body import Piece
from broadsheet.articles.languages import own_language, paper_language
from broadsheet.articles.models import Author, Correction, Paper, Story
from broadsheet.articles.models.story import Label
from broadsheet.articles.plain import paragraphs
from broadsheet.discovery.addresses import absolute, tag_uri
from broadsheet.discovery.stills import Still, still
from broadsheet.media.models import Image

Node = dict[str, Any]

TYPES: dict[str, str] = {
    Label.NEWS: "NewsArticle",
    Label.ANALYSIS: "AnalysisNewsArticle",
    Label.FEATURE: "ReportageNewsArticle",
    Label.OPINION: "OpinionNewsArticle",
    Label.SPONSORED: "AdvertiserContentArticle",
}
SHAPES = ((1200, 675), (1200, 900), (1200, 1200))
"""16:9, 4:3 and 1:1, each of which Google asks for."""

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def organisation(paper: Paper) -> Node:
    """The publisher, the same on every page."""
    logo = absolute(paper.logo.file.url) if paper.logo else ""
    return _filled(
        {
            "@type": "NewsMediaOrganization",
            "@id": absolute("/#publisher"),
            "name": paper.name,
            "legalName": paper.publisher,
            "url": absolute("/"),
            "logo": logo and _picture(logo, paper.logo.width, paper.logo.height),
            "description": paper.description,
            "sameAs": [block.value["url"] for block in paper.follow],
        }
    )


def website(paper: Paper) -> Node:
    """The site, with where it is searched."""
    return {
        "@type": "WebSite",
        "@id": absolute("/#site"),
        "name": paper.name,
        "url": absolute("/"),
        "inLanguage": paper_language(),
        "publisher": {"@id": absolute("/#publisher")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": absolute("/search/") + "?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }


def article(
    story: Story,
    paper: Paper,
    address: str,
    body: Sequence[Piece],
    picture: Still | None,
    translations: Sequence[Story] = (),
) -> Node:
    """A story; `picture` is what stands for it where it has none of its own, `translations` are all of its group."""
    others = [one for one in translations if one.pk != story.pk]
    return _filled(
        {
            "@type": TYPES[story.label],
            "@id": tag_uri(story),
            "headline": story.title,
            "alternativeHeadline": story.short_headline,
            "description": story.search_description or story.summary,
            "url": address,
            "mainEntityOfPage": {"@type": "WebPage", "@id": address},
            "image": _images(story.lead_image) or [picture and picture.url],
            "datePublished": story.published_at and story.published_at.isoformat(),
            "dateModified": story.published_at and (story.updated_at or story.published_at).isoformat(),
            "author": [person(byline.author) for byline in story.bylines.all()],
            "publisher": organisation(paper),
            "articleSection": story.section.title if story.section else "",
            "keywords": [row.topic.name for row in story.story_topics.all()],
            "inLanguage": own_language(story),
            "isAccessibleForFree": True,
            "wordCount": sum(
                len(_WORD.findall(strip_tags(p.html))) for p in body if p.kind in ("paragraph", "heading")
            ),
            "contentLocation": story.dateline and {"@type": "Place", "name": story.dateline},
            "correction": [_correction(correction) for correction in story.corrections.all()],
            "isBasedOn": story.canonical_url,
            "translationOfWork": [_work(one) for one in others if one.pk == story.translation_of_id],
            "workTranslation": [_work(one) for one in others if one.translation_of_id == story.pk],
        }
    )


def person(author: Author) -> Node:
    """An author as stories name them."""
    return _filled(
        {
            "@type": "Person",
            "name": author.name,
            "url": absolute(author.get_absolute_url()),
            "jobTitle": author.role,
        }
    )


def profile(author: Author, paper: Paper, portrait: Still | None) -> Node:
    """An author's page."""
    return {
        "@type": "ProfilePage",
        "url": absolute(author.get_absolute_url()),
        "mainEntity": _filled(
            {
                **person(author),
                "description": " ".join(paragraphs(author.bio)),
                "image": portrait and portrait.url,
                "sameAs": [author.website] if author.website else [],
                "worksFor": {"@type": "NewsMediaOrganization", "name": paper.name, "url": absolute("/")},
            }
        ),
    }


def collection(name: str, description: str, address: str, about: str = "") -> Node:
    """A page that lists stories: a section's or a topic's."""
    return _filled(
        {
            "@type": "CollectionPage",
            "name": name,
            "description": description,
            "url": address,
            "inLanguage": paper_language(),
            "isPartOf": {"@id": absolute("/#site")},
            "about": about and {"@type": "Thing", "name": about},
        }
    )


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Node:
    """The way from the front to a page, as (name, address)."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _images(image: Image | None) -> list[Node]:
    if image is None:
        return []
    stills = (still(image, width, height) for width, height in SHAPES)
    credit = _filled({"creditText": image.credit, "license": image.licence_url})
    return [{**_picture(one.url, one.width, one.height), **credit} for one in stills]


def _picture(url: str, width: int, height: int) -> Node:
    return {"@type": "ImageObject", "url": url, "width": width, "height": height}


def _work(story: Story) -> Node:
    return {"@type": "NewsArticle", "@id": tag_uri(story), "headline": story.title, "inLanguage": own_language(story)}


def _correction(correction: Correction) -> Node:
    return {"@type": "CorrectionComment", "text": correction.text, "datePublished": correction.date.isoformat()}


def _filled(node: Node) -> Node:
    """`node` without what is empty."""
    return {name: value for name, value in node.items() if value and value != [None]}
