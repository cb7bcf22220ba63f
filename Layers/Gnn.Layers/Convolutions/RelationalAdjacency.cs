using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>Edges of several relations. The edges of one relation into one target are a pair (target, relation), which has a number: by target, then by relation.</summary>
/// <remarks>The structures beyond the edges themselves are made at first use and kept, since layers differ in what they need: O(E) time and memory each.</remarks>
internal sealed class RelationalAdjacency : Adjacency
{
    private readonly Lock _gate = new();
    private readonly Engine _engine;
    private readonly int[] _relations;
    private readonly int[] _pairs;
    private readonly int[] _pairRelations;
    private readonly int[] _pairStarts;
    private readonly Dictionary<int, SparseStructure> _groups = [];
    private SparseStructure? _grid;
    private SparseStructure? _pairEdges;
    private SparseStructure? _targets;
    private Tensor? _relationIndex;
    private Tensor? _shares;

    /// <summary>Creates the adjacency.</summary>
    /// <param name="structure">The edges.</param>
    /// <param name="relations">The relation of each entry, in range; taken over.</param>
    /// <param name="relationCount">R.</param>
    /// <param name="engine">Where index and value tensors are made.</param>
    internal RelationalAdjacency(SparseStructure structure, int[] relations, int relationCount, Engine engine)
        : base(structure)
    {
        (_relations, _engine, RelationCount) = (relations, engine, relationCount);
        _pairs = new int[relations.Length];
        _pairStarts = new int[structure.RowCount + 1];
        _pairRelations = FindPairs();
    }

    /// <summary>R.</summary>
    internal int RelationCount { get; }

    /// <summary>P, the number of pairs that have an edge.</summary>
    internal int PairCount => _pairRelations.Length;

    /// <summary>The relation of each entry.</summary>
    internal ReadOnlySpan<int> Relations => _relations;

    /// <summary>The relation of each entry, Int32 [E].</summary>
    internal Tensor RelationIndex => Made(ref _relationIndex, () => Tensor.Create(_relations, _relations.Length, _engine).Keep());

    /// <summary>1 / the number of entries in the entry's pair, [E, 1]: what makes a sum the sum of the pairs' means.</summary>
    internal Tensor Shares => Made(ref _shares, MakeShares);

    /// <summary>The edges with a row for every (target, relation), [T * R, S], whether it has edges or not.</summary>
    internal SparseStructure Grid => Made(ref _grid, MakeGrid);

    /// <summary>The edges with a row for each pair that has one, [P, S].</summary>
    internal SparseStructure PairEdges => Made(
        ref _pairEdges, () => SparseStructure.FromEdges(PairCount, Structure.ColumnCount, _pairs, Structure.ColumnIndices.Span()));

    /// <summary>The pairs of each target, [T, P].</summary>
    internal SparseStructure Targets => Made(ref _targets, () => SparseStructure.FromRows(PairCount, _pairStarts, [.. Enumerable.Range(0, PairCount)]));

    /// <summary>For each pair the rows of its relation's weight, where relations stand one below the other, [P, R * rows]: what a product of each pair with the matrix
    /// of its relation propagates over.</summary>
    internal SparseStructure WeightRows(int rows)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(Structure.IsDisposed, this);
            if (!_groups.TryGetValue(rows, out SparseStructure? group))
            {
                _groups.Add(rows, group = MakeGroup(rows));
            }

            return group;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        lock (_gate)
        {
            _grid?.Dispose();
            _pairEdges?.Dispose();
            _targets?.Dispose();
            _relationIndex?.Dispose();
            _shares?.Dispose();
            foreach (SparseStructure group in _groups.Values)
            {
                group.Dispose();
            }

            _groups.Clear();
        }
    }

    private T Made<T>(ref T? field, Func<T> make)
        where T : class
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(Structure.IsDisposed, this);
            return field ??= make();
        }
    }

    /// <summary>Numbers the pairs; returns the relation of each.</summary>
    private int[] FindPairs()
    {
        int[] lastRow = new int[RelationCount];
        int[] pairOf = new int[RelationCount];
        Array.Fill(lastRow, -1);
        var found = new List<int>();
        var ofRow = new List<int>();
        for (int row = 0; row < Structure.RowCount; row++)
        {
            int start = (int)Structure.RowPointers[row];
            int end = (int)Structure.RowPointers[row + 1L];
            ofRow.Clear();
            foreach (int relation in _relations.AsSpan(start, end - start))
            {
                if (lastRow[relation] != row)
                {
                    lastRow[relation] = row;
                    ofRow.Add(relation);
                }
            }

            ofRow.Sort();
            foreach (int relation in ofRow)
            {
                pairOf[relation] = found.Count;
                found.Add(relation);
            }

            for (int entry = start; entry < end; entry++)
            {
                _pairs[entry] = pairOf[_relations[entry]];
            }

            _pairStarts[row + 1] = found.Count;
        }

        return [.. found];
    }

    private Tensor MakeShares()
    {
        int[] counts = new int[PairCount];
        foreach (int pair in _pairs)
        {
            counts[pair]++;
        }

        return Tensor.Create(Array.ConvertAll(_pairs, pair => 1.0 / counts[pair]), (_pairs.Length, 1), _engine).Keep();
    }

    private SparseStructure MakeGrid()
    {
        int[] rows = new int[_relations.Length];
        for (int row = 0; row < Structure.RowCount; row++)
        {
            long end = Structure.RowPointers[row + 1L];
            for (long entry = Structure.RowPointers[row]; entry < end; entry++)
            {
                rows[entry] = (row * RelationCount) + _relations[entry];
            }
        }

        return SparseStructure.FromEdges(checked(Structure.RowCount * RelationCount), Structure.ColumnCount, rows, Structure.ColumnIndices.Span());
    }

    private SparseStructure MakeGroup(int rows)
    {
        int[] starts = new int[PairCount + 1];
        int[] columns = new int[checked(PairCount * rows)];
        for (int pair = 0; pair < PairCount; pair++)
        {
            starts[pair + 1] = starts[pair] + rows;
            for (int row = 0; row < rows; row++)
            {
                columns[starts[pair] + row] = (_pairRelations[pair] * rows) + row;
            }
        }

        return SparseStructure.FromRows(checked(RelationCount * rows), starts, columns);
    }
}
