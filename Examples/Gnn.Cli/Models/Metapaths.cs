using Gnn.Graphs.Heterogeneous;

namespace Gnn.Cli.Models;

/// <summary>Paths over several types of edges, as the command line names them: by the types of the nodes, for example <c>author-paper-author</c>.</summary>
internal static class Metapaths
{
    /// <summary>What the relation of a reverse begins with.</summary>
    internal const string ReversePrefix = "rev_";

    /// <summary>Adds the named paths to a graph; without names, the way from the target type to each type that edges lead from, and back.</summary>
    /// <param name="graph">The graph, with edges in both directions; it is ended.</param>
    /// <param name="target">The type where paths begin and end.</param>
    /// <param name="names">Names with commas between; null for those of length two.</param>
    internal static (HeteroGraph Graph, IReadOnlyList<EdgeType> Paths) Add(HeteroGraph graph, string target, string? names)
    {
        HeteroGraph with = graph;
        var paths = new List<EdgeType>();
        try
        {
            EdgeType[][] wanted = names is null ? [.. Shortest(graph, target)] : [.. names.Split(',').Select(name => Named(graph, target, name.Trim()))];
            foreach (EdgeType[] path in wanted)
            {
                string relation = string.Join('-', path.Select(edge => edge.Source).Append(target));
                relation = paths.Exists(known => known.Relation == relation) ? string.Join('-', path.Select(edge => edge.Relation)) : relation;
                using HeteroGraph before = with;
                with = before.WithMetapath(relation, path);
                paths.Add(new EdgeType(target, relation, target));
            }

            return (with, paths);
        }
        catch
        {
            with.Dispose();
            throw;
        }
    }

    private static IEnumerable<EdgeType[]> Shortest(HeteroGraph graph, string target) =>
        from there in graph.EdgeTypes
        where there.Source == target && there.Target != target
        from back in graph.EdgeTypes
        where back.Source == there.Target && back.Target == target && IsReverse(there, back)
        select (EdgeType[])[there, back];

    private static bool IsReverse(EdgeType one, EdgeType other) => one.Relation == ReversePrefix + other.Relation || other.Relation == ReversePrefix + one.Relation;

    private static EdgeType[] Named(HeteroGraph graph, string target, string name)
    {
        string[] types = name.Split('-');
        if (types.Length < 2 || types[0] != target || types[^1] != target)
        {
            throw new UsageException($"--metapaths names '{name}', and paths lead from '{target}' to '{target}', for example {target}-X-{target}.");
        }

        return [.. types.Zip(types.Skip(1), (from, to) =>
        {
            EdgeType[] fitting = [.. graph.EdgeTypes.Where(edge => edge.Source == from && edge.Target == to)];
            return fitting.Length == 1
                ? fitting[0]
                : throw new UsageException(
                    $"--metapaths names '{name}', and there are {fitting.Length} types of edges from '{from}' to '{to}', but one is needed; there are: {string.Join(", ", graph.EdgeTypes)}.");
        })];
    }
}
