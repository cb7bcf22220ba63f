using Gnn.Graphs.Generators;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Generators;

[TestFixture]
internal sealed class RMatArraysTests
{
    private ScratchFolder _scratch = null!;

    [SetUp]
    public void SetUp() => _scratch = new ScratchFolder();

    [TearDown]
    public void TearDown() => _scratch.Dispose();

    [Test]
    public void Write_NoPowerOfTwo_HasSoundRowsAndSkewedDegrees()
    {
        RMatArrays.Write(_scratch["a"], new RMatArraysOptions { NodeCount = 3000, EdgeCount = 200_000, FeatureCount = 5, ClassCount = 3, TrainCount = 70 }, new RandomSource(1));

        int[] pointers = NpyFile.Read<int>(_scratch["a/rowptr.npy"], out Shape rows);
        int[] columns = NpyFile.Read<int>(_scratch["a/col.npy"], out _);
        float[] values = NpyFile.Read<float>(_scratch["a/val.npy"], out _);
        int[] train = NpyFile.Read<int>(_scratch["a/train.npy"], out _);
        int[] labels = NpyFile.Read<int>(_scratch["a/y.npy"], out _);
        float[] features = NpyFile.Read<float>(_scratch["a/x.npy"], out Shape shape);
        Assert.That(rows, Is.EqualTo(new Shape(3001)));
        Assert.That(pointers, Is.Ordered);
        Assert.That((pointers[0], pointers[^1], columns.Length, values.Length), Is.EqualTo((0, 200_000, 200_000, 200_000)));
        Assert.That(columns, Has.All.InRange(0, 2999));
        Assert.That(train, Has.Length.EqualTo(70).And.Ordered.And.Unique.And.All.InRange(0, 2999));
        Assert.That(labels, Has.Length.EqualTo(3000).And.All.InRange(0, 2));
        Assert.That(labels.Distinct().Count(), Is.EqualTo(3));
        Assert.That(shape, Is.EqualTo(new Shape(3000, 5)));
        Assert.That(features, Has.All.InRange(-2f, 2f));
        for (int row = 0; row < 3000; row++)
        {
            Assert.That(columns[pointers[row]..pointers[row + 1]], Is.Ordered);
        }

        int[] degrees = [.. Enumerable.Range(0, 3000).Select(row => pointers[row + 1] - pointers[row]).OrderDescending()];
        Assert.That(degrees[0], Is.GreaterThan(20 * degrees.Average()), "skewed");
        int middle = pointers[1500];
        double expected = 1 / Math.Sqrt((pointers[1501] - middle) * Math.Max(1.0, pointers[columns[middle] + 1] - pointers[columns[middle]]));
        Assert.That(values[middle], Is.EqualTo(expected).Within(1e-5).Percent);
    }

    [TestCase(1024)]
    [TestCase(700)]
    public void Draw_ManyEdges_HaveTheChancesOfTheModelAtEveryLevel(int nodes)
    {
        var edges = new RMatEdges(new RMatArraysOptions { NodeCount = nodes, EdgeCount = 3 * RMatEdges.EdgesPerRun }, new RandomSource(2));
        int[] model = new int[nodes];
        for (int node = 0; node < nodes; node++)
        {
            model[edges.Place(node)] = node + 1;
        }

        Assert.That(model.Order(), Is.EqualTo(Enumerable.Range(1, nodes)), "an id for each node");
        long[,] found = new long[2, 4];
        int[] sources = new int[RMatEdges.EdgesPerRun];
        int[] targets = new int[RMatEdges.EdgesPerRun];
        for (int run = 0; run < edges.RunCount; run++)
        {
            Assert.That(edges.Draw(run, sources, targets), Is.EqualTo(RMatEdges.EdgesPerRun));
            for (int edge = 0; edge < sources.Length; edge++)
            {
                (int source, int target) = (model[sources[edge]] - 1, model[targets[edge]] - 1);
                found[0, (2 * (source >> 9)) + (target >> 9)]++;
                found[1, (2 * (source & 1)) + (target & 1)]++;
            }
        }

        double[] chances = [0.57, 0.19, 0.19, 0.05];
        for (int level = nodes == 1024 ? 0 : 1; level < 2; level++)
        {
            // The lowest level is free of the draws that leave the nodes, which are even in number.
            long[] counts = [.. Enumerable.Range(0, 4).Select(quarter => found[level, quarter])];
            Assert.That(ChiSquare.PValue(counts, chances), Is.GreaterThan(0.001), $"level {level}: {string.Join(' ', counts)}");
        }
    }

    [Test]
    public void Write_Features_TellTheLabel()
    {
        RMatArrays.Write(_scratch["a"], new RMatArraysOptions { NodeCount = 4000, EdgeCount = 0, FeatureCount = 3, ClassCount = 2 }, new RandomSource(3));
        int[] labels = NpyFile.Read<int>(_scratch["a/y.npy"], out _);
        float[] x = NpyFile.Read<float>(_scratch["a/x.npy"], out _);

        for (int label = 0; label < 2; label++)
        {
            float[] of = [.. Enumerable.Range(0, 4000).Where(node => labels[node] == label).Select(node => x[3 * node])];

            // The noise has a standard deviation of 0.58, the mean of 2000 one of 0.013; the extremes lie close to the ends of its range.
            Assert.That((of.Max() + of.Min()) / 2, Is.EqualTo(of.Average()).Within(0.06));
            Assert.That(of.Max() - of.Min(), Is.EqualTo(2).Within(0.02));
        }
    }

    [Test]
    public void Write_TheSameSource_GivesTheSameFiles()
    {
        var options = new RMatArraysOptions { NodeCount = 1000, EdgeCount = 200_000, FeatureCount = 4 };
        RMatArrays.Write(_scratch["a"], options, new RandomSource(4));
        RMatArrays.Write(_scratch["b"], options, new RandomSource(4));
        RMatArrays.Write(_scratch["c"], options, new RandomSource(5));

        foreach (string name in (string[])["rowptr", "col", "val", "train", "y", "x"])
        {
            byte[] bytes = File.ReadAllBytes(_scratch[$"a/{name}.npy"]);
            Assert.That(File.ReadAllBytes(_scratch[$"b/{name}.npy"]), Is.EqualTo(bytes), name);
            Assert.That(File.ReadAllBytes(_scratch[$"c/{name}.npy"]).AsSpan().SequenceEqual(bytes), Is.EqualTo(name == "train"), name);
        }
    }

    [Test]
    public void Write_ChancesThatLeaveTheNodes_Ends()
    {
        RMatArrays.Write(
            _scratch["a"], new RMatArraysOptions { NodeCount = 5, EdgeCount = 10, FeatureCount = 1, A = 0, B = 0, C = 0 }, new RandomSource(1));

        Assert.That(NpyFile.Read<int>(_scratch["a/col.npy"], out _), Has.Length.EqualTo(10).And.All.InRange(0, 4));
    }

    [Test]
    public void Write_CancelledOrBad_LeavesNothing()
    {
        using var stop = new CancellationTokenSource();
        var options = new RMatArraysOptions { NodeCount = 100, EdgeCount = 1000 };
        Assert.That(
            () => RMatArrays.Write(_scratch["a"], options, new RandomSource(1), _ => stop.Cancel(), stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => RMatArrays.Write(_scratch["a"], options with { NodeCount = 0 }, new RandomSource(1)), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => RMatArrays.Write(_scratch["a"], options with { TrainCount = 101 }, new RandomSource(1)), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => RMatArrays.Write(_scratch["a"], options with { A = 0.9 }, new RandomSource(1)), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(Directory.GetFileSystemEntries(_scratch.Path), Is.Empty);
    }
}
