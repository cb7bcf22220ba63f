using Gnn.Graphs.Hypergraphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Hypergraphs;

/// <summary>The incidences of a hypergraph in both directions, each a matrix of its own; if asked, every node that no hyperedge has to itself gets one.</summary>
internal sealed class Incidences : IDisposable
{
    private readonly int _given;

    internal Incidences(Hypergraph hypergraph, bool addOwn = false)
    {
        ArgumentNullException.ThrowIfNull(hypergraph);
        SparseStructure members = hypergraph.Members;
        _given = members.RowCount;
        int[] alone = addOwn ? WithoutOwn(members) : [];
        int count = checked((int)members.EntryCount);
        int[] nodes = new int[checked(count + alone.Length)];
        int[] hyperedges = new int[nodes.Length];
        members.ColumnIndices.Span(0, count).CopyTo(nodes);
        for (int hyperedge = 0; hyperedge < _given; hyperedge++)
        {
            long first = members.RowPointers[hyperedge];
            hyperedges.AsSpan((int)first, (int)members.RowLength(hyperedge)).Fill(hyperedge);
        }

        for (int i = 0; i < alone.Length; i++)
        {
            (nodes[count + i], hyperedges[count + i]) = (alone[i], _given + i);
        }

        Members = alone.Length == 0 ? members.Share() : SparseStructure.FromEdges(checked(_given + alone.Length), hypergraph.NodeCount, hyperedges, nodes);
        Memberships = SparseStructure.FromEdges(hypergraph.NodeCount, Members.RowCount, nodes, hyperedges);
    }

    /// <summary>[M, N], the added hyperedges last.</summary>
    internal SparseStructure Members { get; }

    /// <summary>[N, M]; edge ids are the entries of <see cref="Members"/>.</summary>
    internal SparseStructure Memberships { get; }

    public void Dispose()
    {
        Members.Dispose();
        Memberships.Dispose();
    }

    /// <summary>The weights of all hyperedges, [M, 1], of the added ones 1; differentiable with respect to those given.</summary>
    internal Tensor Weights(Tensor? given, Engine engine)
    {
        if (given is null)
        {
            return Tensor.Ones((Members.RowCount, 1), engine);
        }

        if (!given.DataType.IsFloating() || given.Shape.Rank != 1 || given.Shape[0] != _given)
        {
            throw new ArgumentException($"The hyperedge weights must be floating [{_given}], one for each hyperedge, got {given.DataType} {given.Shape}.");
        }

        if (!ReferenceEquals(given.Engine, engine))
        {
            throw new ArgumentException($"The hyperedge weights must be on the layer's engine, {engine}, but are on {given.Engine}: move one of them.");
        }

        double[] values = given.ToArray<double>();
        int bad = Array.FindIndex(values, weight => !(weight >= 0 && double.IsFinite(weight)));
        if (bad >= 0)
        {
            throw new ArgumentException($"The weight of hyperedge {bad} is {values[bad]}, but degrees need finite weights of at least 0: clip or leave out the column.");
        }

        Tensor column = given.Reshape((_given, 1));
        return Members.RowCount == _given ? column : Tensor.Concatenate([column, Tensor.Ones((Members.RowCount - _given, 1), engine)], axis: 0);
    }

    /// <summary>Both directions, with a value for each incidence or none.</summary>
    internal HypergraphAdjacency ToAdjacency(Tensor? toHyperedges = null, Tensor? toNodes = null, Tensor? hyperedgeFeatures = null)
    {
        long count = Members.EntryCount;
        return new HypergraphAdjacency(
            new Adjacency(Members, toHyperedges?.Reshape(count)), new Adjacency(Memberships, toNodes?.Reshape(count)), hyperedgeFeatures);
    }

    private static int[] WithoutOwn(SparseStructure members)
    {
        bool[] hasOwn = new bool[members.ColumnCount];
        for (int hyperedge = 0; hyperedge < members.RowCount; hyperedge++)
        {
            if (members.Row(hyperedge) is [int node])
            {
                hasOwn[node] = true;
            }
        }

        var alone = new List<int>();
        for (int node = 0; node < hasOwn.Length; node++)
        {
            if (!hasOwn[node])
            {
                alone.Add(node);
            }
        }

        return [.. alone];
    }
}
