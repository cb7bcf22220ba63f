using System.Globalization;
using Gnn.Graphs.Files;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Temporal;

public sealed partial class TemporalGraph
{
    /// <summary>The kind of file that holds a temporal graph.</summary>
    internal const string FileKind = "temporal-graph";

    /// <summary>Gives a graph file what this graph holds: the events in the order of time. Histories are left to first use.</summary>
    internal void WriteTo(SectionWriter file)
    {
        file.Properties["nodes"] = NodeCount;
        file.Properties["events"] = EventCount;
        file.Properties["undirected"] = IsUndirected;
        file.Properties["classes"] = SectionWriter.List(ClassNames);
        if (SourceNodeCount is { } sources)
        {
            file.Properties["sources"] = sources;
        }

        file.Add("events/sources", _events.Sources);
        file.Add("events/targets", _events.Targets);
        file.Add("events/times", _events.Times);
        file.Add("events/positions", _events.InputPositions);
        file.Add(Nodes);
        file.Add(Events);
        file.Add(Globals);
    }

    /// <summary>The temporal graph that a file holds. Its arrays lie in the file, which stays mapped as long as this graph or one derived from it has them.</summary>
    /// <param name="file">The file, which may be closed afterwards.</param>
    /// <param name="engineOf">Where a column of a type is made.</param>
    /// <exception cref="DataFormatException">A section is missing or does not fit the others.</exception>
    internal static TemporalGraph ReadFrom(SectionFile file, Func<DataType, Engine> engineOf)
    {
        int nodes = (int)file.Properties.Integer("nodes", 0, int.MaxValue);
        long events = file.Properties.Integer("events", 0, int.MaxValue);
        bool isUndirected = file.Properties.Boolean("undirected");
        int? sourceNodes = file.Properties.Contains("sources") ? (int)file.Properties.Integer("sources", 0, nodes) : null;
        string[] classNames = file.Properties.Texts("classes");
        using var parts = new PartList();
        NativeArray<int> sources = parts.Add(file.Array<int>("events/sources", events));
        NativeArray<int> targets = parts.Add(file.Array<int>("events/targets", events));
        NativeArray<long> times = parts.Add(file.Array<long>("events/times", events));
        NativeArray<int> positions = parts.Add(file.Array<int>("events/positions", events));
        ColumnTable nodeTable = parts.Add(file.Table("node", nodes, engineOf));
        ColumnTable eventTable = parts.Add(file.Table("event", events, engineOf));
        ColumnTable globals = parts.Add(file.Table("graph", 1, engineOf));
        var list = new EventList(nodes, sources, targets, times, positions);
        return parts.GiveTo(new TemporalGraph(list, isUndirected, sourceNodes, nodeTable, eventTable, globals, classNames));
    }

    /// <summary>Lists what in this graph's arrays is not as a temporal graph's must be: for one whose arrays came from a file.</summary>
    internal void FindWrongContents(List<string> defects, CancellationToken cancellation)
    {
        StructureCheck.CheckRange(_events.Sources, 0, SourceNodeCount ?? NodeCount, "events/sources", defects, cancellation);
        StructureCheck.CheckRange(_events.Targets, SourceNodeCount ?? 0, NodeCount, "events/targets", defects, cancellation);
        StructureCheck.CheckRange(_events.InputPositions, 0, int.MaxValue, "events/positions", defects, cancellation);
        ReadOnlySpan<long> times = Times;
        for (int i = 0; i < times.Length; i++)
        {
            if (times[i] == long.MaxValue || (i > 0 && times[i] < times[i - 1]))
            {
                string least = i > 0 ? times[i - 1].ToString(CultureInfo.InvariantCulture) : "any";
                defects.Add(string.Create(
                    CultureInfo.InvariantCulture, $"section 'events/times', element {i}: expected a time below 2^63 - 1 that is not before the last ({least}), got {times[i]}"));
                break;
            }
        }

        StructureCheck.CheckColumns(Nodes, "node", defects, cancellation);
        StructureCheck.CheckColumns(Events, "event", defects, cancellation);
        StructureCheck.CheckColumns(Globals, "graph", defects, cancellation);
    }
}
