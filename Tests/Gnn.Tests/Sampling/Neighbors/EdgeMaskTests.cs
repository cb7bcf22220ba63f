using Gnn.Graphs.Sampled;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Neighbors;

[TestFixture]
internal sealed unsafe class EdgeMaskTests
{
    private static readonly RandomSource Source = new RandomSource(71).Stream("sampling");

    [Test]
    public void Build_AnyPairs_LeavesTheEntriesOfOtherColumns()
    {
        RandomEdges edges = RandomGraphs.Create(200, 2000, seed: 5);
        using SparseStructure structure = edges.ToStructure();
        using var mask = new EdgeMask(structure);
        RandomSequence random = Source.Sequence();
        for (int round = 0; round < 20; round++)
        {
            var pairs = new HashSet<(int Row, int Column)>();
            for (int i = 0; i < 40 * round; i++)
            {
                int edge = random.NextInt32(edges.Count);
                pairs.Add((edges.Targets[edge], edges.Sources[edge]));
                mask.Hide(edges.Targets[edge], edges.Sources[edge]);
                mask.Hide(edges.Sources[edge], 199);
            }

            mask.Build();
            var rows = new MaskedRows<int>((int*)structure.RowPointers.Pointer, mask);
            for (int row = 0; row < structure.RowCount; row++)
            {
                int first = (int)structure.RowPointers[row];
                int[] expected = [.. Enumerable.Range(first, (int)structure.RowLength(row)).Where(entry => !pairs.Contains((row, structure.ColumnIndices[entry])))];
                int degree = rows.Degree(0, row, out int start);
                int[] actual = new int[degree];
                for (int place = 0; place < degree; place++)
                {
                    actual[place] = rows.Entry(0, start, place);
                }

                Assert.That(actual, Is.EqualTo(expected), $"row {row} of round {round}");
            }

            mask.Clear();
        }
    }

    [Test]
    public void Sample_WideOffsets_HidesTheSame()
    {
        RandomEdges edges = RandomGraphs.Create(80, 900, seed: 5);
        using SparseStructure narrow = edges.ToStructure();
        using SparseStructure wide = edges.ToStructure(isWide: true);
        (int[] Nodes, long[] Edges)[] found = new (int[], long[])[2];
        for (int i = 0; i < 2; i++)
        {
            using var sampler = new NeighborSampler(i == 0 ? narrow : wide, [4, -1]);
            using var mask = new EdgeMask(sampler.Rows);
            for (int edge = 0; edge < 100; edge++)
            {
                mask.Hide(edges.Targets[edge], edges.Sources[edge]);
            }

            mask.Build();
            Assert.That(mask.Count, Is.GreaterThanOrEqualTo(80));
            using SampledSubgraph sampled = sampler.Sample([0, 1, 2, 3, 4, 5], Source, mask);
            found[i] = (sampled.Nodes.ToArray(), [.. sampled.Blocks.SelectMany(block => block.EdgeIds.ToArray())]);
        }

        Assert.That(found[1].Nodes, Is.EqualTo(found[0].Nodes));
        Assert.That(found[1].Edges, Is.EqualTo(found[0].Edges).And.Not.Empty);
    }
}
