using System.Globalization;
using Gnn.Graphs.Files;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;

namespace Gnn.Graphs.Signed;

public sealed partial class SignedGraph
{
    /// <summary>The kind of file that holds a signed graph.</summary>
    internal const string FileKind = "signed-graph";

    /// <summary>Gives a graph file what this graph holds: a graph's sections, and a sign for each edge. The structures of either sign are left to first use.</summary>
    internal void WriteTo(SectionWriter file)
    {
        _graph.WriteTo(file);
        file.Add("signs", _signs.Signs);
    }

    /// <summary>The signed graph that a file holds. Its arrays lie in the file, which stays mapped as long as this graph or one derived from it has them.</summary>
    /// <param name="file">The file, which may be closed afterwards.</param>
    /// <param name="engineOf">Where a column of a type is made.</param>
    /// <exception cref="DataFormatException">A section is missing or does not fit the others.</exception>
    internal static SignedGraph ReadFrom(SectionFile file, Func<DataType, Engine> engineOf)
    {
        using var parts = new PartList();
        Graph graph = parts.Add(Graph.ReadFrom(file, engineOf));
        return parts.GiveTo(new SignedGraph(graph, new SignList(file.Array<sbyte>("signs", graph.EdgeCount))));
    }

    /// <summary>Lists what in this graph's arrays is not as a signed graph's must be: for a graph whose arrays came from a file.</summary>
    internal void FindWrongContents(List<string> defects, CancellationToken cancellation)
    {
        int before = defects.Count;
        _graph.FindWrongContents(defects, cancellation);
        for (long edge = 0; edge < EdgeCount; edge++)
        {
            if (_signs.Signs[edge] is not (1 or -1))
            {
                defects.Add(string.Create(CultureInfo.InvariantCulture, $"section 'signs', element {edge}: expected 1 or -1, got {_signs.Signs[edge]}"));
                break;
            }
        }

        cancellation.ThrowIfCancellationRequested();
        if (defects.Count == before && FirstWithoutReverse() is { } alone)
        {
            defects.Add(string.Create(CultureInfo.InvariantCulture, $"section 'signs', element {alone}: expected the sign of the edge's reverse, got {_signs.Signs[alone]}"));
        }
    }
}
