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

    [Test]
    public void Write_PowerOfTwo_HasTheDegreesOfTheModelInOtherPlaces()
    {
        RMatArrays.Write(_scratch["a"], new RMatArraysOptions { NodeCount = 1024, EdgeCount = 100_000, FeatureCount = 1 }, new RandomSource(2));
        using Gnn.Graphs.Graph graph = RMat.Create(10, 100_000, new RandomSource(2));

        int[] pointers = NpyFile.Read<int>(_scratch["a/rowptr.npy"], out _);

        Assert.That(
            Enumerable.Range(0, 1024).Select(node => pointers[node + 1] - pointers[node]).Order(), Is.EqualTo(Enumerable.Range(0, 1024).Select(node => (int)graph.InDegree(node)).Order()));
        int[] columns = NpyFile.Read<int>(_scratch["a/col.npy"], out _);
        Assert.That(columns.CountBy(node => node).Select(pair => pair.Value).Order(), Is.EqualTo(
            Enumerable.Range(0, 1024).Select(node => (int)graph.OutDegree(node)).Where(degree => degree > 0).Order()));
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
