using Gnn.Graphs.Sampled;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Neighbors;

[TestFixture]
internal sealed class HopEdgesTests
{
    [Test]
    public void Draw_WideOffsets_GivesTheSame([Values] bool masked)
    {
        RandomEdges edges = RandomGraphs.Bipartite(60, 200, 1500, seed: 5);
        using SparseStructure narrow = edges.ToStructure();
        using SparseStructure wide = edges.ToStructure(isWide: true);
        (long[] expectedIds, int[] expectedSources) = Draw(narrow, masked);
        (long[] actualIds, int[] actualSources) = Draw(wide, masked);

        Assert.That(actualIds, Is.EqualTo(expectedIds).And.Not.Empty);
        Assert.That(actualSources, Is.EqualTo(expectedSources));
        Assert.That(masked && expectedIds.Any(id => edges.Sources[id] == 0), Is.False, "what is hidden is not drawn");
    }

    private static (long[] Ids, int[] Sources) Draw(SparseStructure rows, bool masked)
    {
        using var targets = new SharedNumbering(60);
        using var sources = new SharedNumbering(200);
        using var mask = new EdgeMask(rows);
        RandomSource stream = new RandomSource(3).Stream("sampling");
        targets.Begin([3, 0, 17, 40]);
        for (int row = 0; row < 60 && masked; row++)
        {
            mask.Hide(row, 0);
        }

        mask.Build();
        SharedNumbering targetsNow = targets, sourcesNow = sources;
        targetsNow.BeginHop(stream);
        using Block block = HopEdges.Draw(rows, ref targetsNow, 3, ref sourcesNow, new UniformSelection(4, replace: false, stream), stream, mask).ToBlock(sourcesNow.Count, isBipartite: true);
        Assert.That(block.TargetCount, Is.EqualTo(3), "only the first of the targets draw");
        return (block.EdgeIds.ToArray(), block.Structure.ColumnIndices.Span().ToArray());
    }
}
