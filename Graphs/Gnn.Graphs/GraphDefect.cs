using System.Globalization;

namespace Gnn.Graphs;

/// <summary>One kind of defect in one column of a graph: what it is, how often, and where first.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Column">The column, for example <c>node column 'x'</c>.</param>
/// <param name="Count">How many values have the defect, at least 1.</param>
/// <param name="Place">Where it is, the first place if there are several, with the value found.</param>
public sealed record GraphDefect(GraphDefectKind Kind, string Column, long Count, string Place)
{
    /// <summary>The defect in one line.</summary>
    /// <returns>For example <c>NonFiniteValue in node column 'x': NaN at row 3, column 0 (2 in all)</c>.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind} in {Column}: {Place}{(Count > 1 ? $" ({Count} in all)" : "")}");

    /// <summary>Throws if there are defects; the message lists them.</summary>
    internal static void ThrowIfAny(IReadOnlyList<GraphDefect> defects, string what)
    {
        if (defects.Count > 0)
        {
            string list = string.Concat(defects.Select(defect => $"{Environment.NewLine}- {defect}"));
            throw new InvalidOperationException($"The {what} has {defects.Count} {(defects.Count == 1 ? "defect" : "defects")}:{list}");
        }
    }
}
