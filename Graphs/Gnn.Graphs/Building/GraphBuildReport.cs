using System.Globalization;
using System.Text;

namespace Gnn.Graphs.Building;

/// <summary>What a <see cref="GraphBuilder"/> did with the edges it was given.</summary>
/// <param name="EdgesRead">The edges given.</param>
/// <param name="SelfLoopsRemoved">The self-loops that were left out.</param>
/// <param name="DuplicatesMerged">The edges that went into an earlier one with the same source and target.</param>
/// <param name="ReversesAdded">The reverse edges that were added.</param>
/// <param name="EdgeCount">E of the graph: the edges given, less those removed and merged, and those added.</param>
/// <param name="NodeCount">N of the graph.</param>
/// <param name="IdsMissing">How many ids below the highest one do not occur; 0 if ids are nodes already.</param>
public sealed record GraphBuildReport(
    long EdgesRead, long SelfLoopsRemoved, long DuplicatesMerged, long ReversesAdded, long EdgeCount, int NodeCount, long IdsMissing)
{
    /// <summary>Whether ids had gaps, so that nodes have other numbers than their ids.</summary>
    public bool IdsHadGaps => IdsMissing > 0;

    /// <summary>A line for each figure.</summary>
    /// <returns>Seven lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        Add("edges read", EdgesRead);
        Add("self-loops removed", SelfLoopsRemoved);
        Add("duplicates merged", DuplicatesMerged);
        Add("reverses added", ReversesAdded);
        Add("edges", EdgeCount);
        Add("nodes", NodeCount);
        Add("ids missing", IdsMissing);
        return text.ToString().TrimEnd();

        void Add(string name, long count) => text.Append(CultureInfo.InvariantCulture, $"{name}: {count}").AppendLine();
    }
}
