"""Made-up news: headlines, sentences and paragraphs in the sizes that real ones have. The same seed, the same words."""

from __future__ import annotations

from random import Random

WHO = """the council|the mayor|the harbour board|the school district|the county|the union|the water company|residents
the hospital|the transit agency|the governor|the committee|the court of appeal|the fishing fleet|the museum|the club
the prosecutor|the farmers' league|the library|the port authority|the ministry|the fire brigade|the orchestra|the bakery
the electoral office|the housing trust|the university|the coastguard|the planning inspector|the chamber of trade"""
DID = """approves|delays|rejects|reviews|defends|opens|closes|extends|questions|funds|audits|restores|replaces|sells
surveys|doubles|halves|revives|scraps|promises|inspects|rebuilds|leases|protects|cancels|presents|withdraws|studies"""
DONE = """approved|delayed|rejected|reviewed|defended|opened|closed|extended|questioned|funded|audited|restored|replaced
sold|surveyed|doubled|halved|revived|scrapped|promised|inspected|rebuilt|leased|protected|cancelled|presented|studied"""
WHAT = """the night bus|a new bridge|the budget|the old brewery|flood walls|school meals|the ferry timetable|a wind farm
the housing plan|the stadium lease|a nurses' contract|the cycle path|the market hall|road repairs|the water tariff
a summer festival|the coal pier|street lights|the parking rules|a seed bank|the lighthouse|river dredging|the tram depot
youth courts|the library wing|a harbour museum|the recycling centre|bus fares|the swimming pool|a teachers' agreement"""
WHERE = """in Northport|on the east bank|at the town hall|in the old quarter|along the coast|in three districts|upstream
near the station|in the valley|across the county|on the islands|behind the docks|in the new suburbs|at the border"""
WHEN = """on Monday|on Tuesday evening|late on Thursday|after a five-hour debate|before the summer recess|this week
for the second time in a year|without discussion|by a narrow majority|after months of protest|ahead of the election
in a closed session|as the season ended|despite warnings|following a report"""
WHY = """because costs had risen faster than expected|after an engineer's report named eleven faults
since the contract runs out in spring|as fewer passengers used it than in any year since records began
although two members asked for more time|while neighbours waited outside with placards
so that work can begin before the autumn storms|and asked for figures to be published every quarter
because the state had withdrawn its share of the money|after a petition gathered nine thousand signatures"""
SAID = """“We have waited long enough,”|“The figures speak for themselves,”|“Nobody asked the people who live here,”
“It is not a question of money,”|“We will be back in the autumn,”|“I have never seen the river this high,”
“This is a good day for the town,”|“The law leaves us no choice,”|“Somebody has to pay for it,”"""
NAMES = """Ada Brook|Ben Carver|Clara Dunn|David Ekwueme|Elena Fox|Farid Gray|Grace Holm|Henrik Ito|Ines Jarvis|Jo Kemp
Kofi Lind|Lena Marsh|Mira Novak|Noor Okafor|Olga Price|Paul Quist|Rosa Reyes|Samir Stone|Tessa Urban|Uwe Vance
Vera Wells|Wen Xu|Yara Young|Zoe Abbott|Anna Bell|Bruno Costa|Carmen Diaz|Dmitri Engel|Esther Frost|Felix Grant
Gita Hale|Hugo Irwin|Ida Jensen|Jonas Kerr|Kira Lowe|Liam Moss|Maya North|Nils Owen|Opal Park|Petra Quinn"""
TOPICS = """Elections|Courts|Housing|Harbour|Schools|Health|Transport|Energy|Farming|Fishing|Floods|Budget|Crime|Culture
Music|Film|Football|Rowing|Cycling|Athletics|Climate|Water|Labour|Trade|Tourism|Science|Museums|Books|Food|History
Migration|Police|Prisons|Railways|Ferries|Roads|Parks|Wildlife|Forests|Islands|Language|Religion|Youth|Age|Technology"""


def words(text: str) -> list[str]:
    """The entries of one of the lists above."""
    return [entry for line in text.splitlines() for entry in line.split("|")]


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


class Writer:
    """Writes from a pool of sentences, made once, so that a story costs a few random choices."""

    def __init__(self, seed: int = 1, pool: int = 1500) -> None:
        self.random = Random(seed)
        self._lists = {name: words(text) for name, text in globals().items() if name.isupper()}
        self.sentences = [self._sentence() for _ in range(pool * 3)]
        self.paragraphs = [self._paragraph() for _ in range(pool)]

    def _one(self, name: str) -> str:
        return self.random.choice(self._lists[name])

    def _sentence(self) -> str:
        kind = self.random.random()
        claim = f"{self._one('WHO')} {self._one('DONE')} {self._one('WHAT')} {self._one('WHERE')} {self._one('WHEN')}"
        if kind < 0.25:
            return f"{self._one('SAID')} said {self._one('NAMES')}, who speaks for {self._one('WHO')}."
        if kind < 0.6:
            return _upper(f"{claim}, {self._one('WHY')}.")
        if kind < 0.8:
            return f"In {self.random.randint(1950, 2020)} {claim}; it took {self.random.randint(2, 90)} weeks."
        return _upper(f"{claim}.")

    def _paragraph(self) -> str:
        return " ".join(self.random.choices(self.sentences, k=self.random.randint(2, 4)))

    def headline(self) -> str:
        """A headline of about fifty characters."""
        return _upper(f"{self._one('WHO')} {self._one('DID')} {self._one('WHAT')} {self._one('WHERE')}")

    def text(self) -> list[str]:
        """The paragraphs of a story of 300 to 900 words."""
        return self.random.choices(self.paragraphs, k=self.random.randint(6, 17))
