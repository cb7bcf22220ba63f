namespace Gnn.Datasets.Tables;

/// <summary>The places of what an edge table has beside its ends; -1 for a column that was not asked for.</summary>
internal readonly record struct EdgeColumns(int Time, int Weight, int Sign, int FirstFeature, string[] Features)
{
    /// <summary>Gives the columns their roles.</summary>
    internal static EdgeColumns Add(ColumnPlan plan, EdgeTableOptions options)
    {
        int time = options.Time is { } timeName ? plan.Add(timeName, ColumnKind.Time, "the times") : -1;
        int weight = options.Weight is { } weightName ? plan.Add(weightName, ColumnKind.Number, "the weights") : -1;
        int sign = options.Sign is { } signName ? plan.Add(signName, ColumnKind.Sign, "the signs") : -1;
        return new EdgeColumns(time, weight, sign, plan.NumberCount, plan.AddNumbers(options.Features, "edge features"));
    }
}
