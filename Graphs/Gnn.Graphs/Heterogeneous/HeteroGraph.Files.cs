using System.Text.Json.Nodes;
using Gnn.Graphs.Files;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Heterogeneous;

public sealed partial class HeteroGraph
{
    /// <summary>The kind of file that holds a heterogeneous graph.</summary>
    internal const string FileKind = "hetero-graph";

    /// <summary>Gives a graph file what this graph holds. Types are named in its table; the names of sections have their numbers.</summary>
    /// <remarks>The structure of an edge type is kept where the pointers of its rows are not most of it: many relations have few edges of many nodes.</remarks>
    internal void WriteTo(SectionWriter file)
    {
        var nodeTypes = new JsonArray();
        file.Properties["nodeTypes"] = nodeTypes;
        foreach ((string name, ColumnTable nodes) in _nodeTypes)
        {
            file.Add(nodes, $"node/{nodeTypes.Count}");
            nodeTypes.Add((JsonNode)new JsonObject { ["name"] = SectionWriter.Text(name), ["nodes"] = nodes.RowCount });
        }

        var edgeTypes = new JsonArray();
        file.Properties["edgeTypes"] = edgeTypes;
        foreach ((EdgeType type, EdgeList list, ColumnTable edges) in _edgeTypes)
        {
            string prefix = $"edges/{edgeTypes.Count}";
            bool hasStructure = list.Count >= ((long)list.SourceCount + list.TargetCount) / 4;
            file.Add($"{prefix}/sources", list.Sources);
            file.Add($"{prefix}/targets", list.Targets);
            if (hasStructure)
            {
                file.Add($"{prefix}/in", list.InEdges);
            }

            file.Add(edges, $"edge/{edgeTypes.Count}");
            edgeTypes.Add((JsonNode)new JsonObject
            {
                ["source"] = IndexOf(type.Source),
                ["relation"] = SectionWriter.Text(type.Relation),
                ["target"] = IndexOf(type.Target),
                ["edges"] = list.Count,
                ["structure"] = hasStructure,
            });
        }
    }

    /// <summary>The heterogeneous graph that a file holds. Its arrays lie in the file, which stays mapped as long as this graph or one derived from it has
    /// them.</summary>
    /// <param name="file">The file, which may be closed afterwards.</param>
    /// <param name="engineOf">Where a column of a type is made.</param>
    /// <exception cref="DataFormatException">A section is missing or does not fit the others, or a type is there twice.</exception>
    internal static HeteroGraph ReadFrom(SectionFile file, Func<DataType, Engine> engineOf)
    {
        using var parts = new PartList();
        var nodeTypes = new List<(string Name, ColumnTable Nodes)>();
        foreach (SectionProperties type in file.Properties.Objects("nodeTypes"))
        {
            string name = type.Text("name");
            if (string.IsNullOrWhiteSpace(name) || nodeTypes.Exists(other => other.Name == name))
            {
                throw Wrong("nodeTypes", $"expected names that differ and are not blank, got '{name}' again or blank");
            }

            long nodes = type.Integer("nodes", 0, int.MaxValue);
            nodeTypes.Add((name, parts.Add(file.Table($"{name} node", nodes, engineOf, $"node/{nodeTypes.Count}"))));
        }

        var edgeTypes = new List<(EdgeType Type, EdgeList List, ColumnTable Edges)>();
        var types = new HashSet<EdgeType>();
        foreach (SectionProperties properties in file.Properties.Objects("edgeTypes"))
        {
            (string source, int sourceCount) = NodeType("source");
            (string target, int targetCount) = NodeType("target");
            var type = new EdgeType(source, properties.Text("relation"), target);
            if (string.IsNullOrWhiteSpace(type.Relation) || !types.Add(type))
            {
                throw Wrong("edgeTypes", $"expected types that differ and relations that are not blank, got '{type}' again or blank");
            }

            long edges = properties.Integer("edges");
            string prefix = $"edges/{edgeTypes.Count}";
            NativeArray<int> sources = parts.Add(file.Array<int>($"{prefix}/sources", edges));
            NativeArray<int> targets = parts.Add(file.Array<int>($"{prefix}/targets", edges));
            SparseStructure? inEdges = properties.Boolean("structure") ? parts.Add(file.Structure($"{prefix}/in", targetCount, sourceCount, edges)) : null;
            ColumnTable table = parts.Add(file.Table($"{type} edge", edges, engineOf, $"edge/{edgeTypes.Count}"));
            edgeTypes.Add((type, new EdgeList(sourceCount, targetCount, sources, targets, inEdges), table));

            (string Name, int Count) NodeType(string end)
            {
                if (nodeTypes.Count == 0)
                {
                    throw Wrong("edgeTypes", "expected no edges where there are no nodes, got some");
                }

                (string name, ColumnTable nodes) = nodeTypes[(int)properties.Integer(end, 0, nodeTypes.Count - 1)];
                return (name, (int)nodes.RowCount);
            }
        }

        return parts.GiveTo(new HeteroGraph([.. nodeTypes], [.. edgeTypes]));

        DataFormatException Wrong(string property, string problem) => new(file.Path, $"table, '{property}'", problem, "Write the file again.");
    }

    /// <summary>Lists what in this graph's arrays is not as a heterogeneous graph's must be: for one whose arrays came from a file.</summary>
    internal void FindWrongContents(List<string> defects, CancellationToken cancellation)
    {
        for (int i = 0; i < _nodeTypes.Length; i++)
        {
            StructureCheck.CheckColumns(_nodeTypes[i].Nodes, $"node/{i}", defects, cancellation);
        }

        for (int i = 0; i < _edgeTypes.Length; i++)
        {
            (_, EdgeList list, ColumnTable edges) = _edgeTypes[i];
            string prefix = $"edges/{i}";
            bool isSound = StructureCheck.CheckRange(list.Sources, 0, list.SourceCount, $"{prefix}/sources", defects, cancellation)
                & StructureCheck.CheckRange(list.Targets, 0, list.TargetCount, $"{prefix}/targets", defects, cancellation);

            // One that was left out of the file is made of the edges, which must be in range for it.
            isSound = isSound && StructureCheck.Check(list.InEdges, $"{prefix}/in", defects, cancellation);
            if (isSound)
            {
                StructureCheck.CheckEdges(list.InEdges, $"{prefix}/in", list.Sources, list.Targets, defects, cancellation);
            }

            StructureCheck.CheckColumns(edges, $"edge/{i}", defects, cancellation);
        }
    }
}
