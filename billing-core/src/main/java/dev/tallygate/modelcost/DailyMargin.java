package dev.tallygate.modelcost;

import java.util.Currency;

/** What was earned with one customer and model on one day, in what currency, and what the tokens cost us. */
record DailyMargin(DayUsage used, Currency currency, TokenSpend spend) {}
