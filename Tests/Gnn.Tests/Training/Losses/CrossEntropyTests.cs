using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training.Losses;
using NUnit.Framework;

namespace Gnn.Tests.Training.Losses;

internal sealed class CrossEntropyTests
{
    private static IEnumerable<TestCaseData> Cases() =>
        from golden in GoldenFile.Cases("loss", "ce_").Append(GoldenFile.Case("loss", "nll_weight"))
        from engine in TestEngines.All
        select new TestCaseData(golden, engine).SetArgDisplayNames(golden.Name, engine.Name);

    private static IEnumerable<Engine> Engines => TestEngines.All;

    [TestCaseSource(nameof(Cases))]
    public void Of_GoldenCase_GivesLossAndGradient(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        Tensor input = golden.Inputs["input"].ToTensor(engine).WithGradient();
        Tensor logits = golden.Name == "ce_large" ? input * 50 : input;
        int[] labels = golden.Inputs["target"].ToInt32();
        Tensor target = Tensor.Create(labels, labels.Length, engine);
        int[] counted = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] >= 0)];
        Tensor? rows = counted.Length < labels.Length ? Tensor.Create(counted, counted.Length, engine) : null;
        Tensor? weights = golden.Arguments.TryGetProperty("weight", out var array)
            ? Tensor.Create(array.EnumerateArray().Select(value => value.GetDouble()).ToArray(), 4, engine)
            : null;
        LossReduction reduction =
            golden.Arguments.TryGetProperty("reduction", out var named) && named.GetString() == "sum" ? LossReduction.Sum : LossReduction.Mean;

        Tensor loss = golden.Name.StartsWith("nll", StringComparison.Ordinal)
            ? NegativeLogLikelihood.Of(logits, target, rows, weights, reduction)
            : CrossEntropy.Of(logits, target, rows, weights, golden.NumberArgument("label_smoothing", 0), reduction);
        golden.Backward(("loss", loss));

        golden.AssertOutput("loss", loss);
        golden.AssertInputGradient("input", input);
    }

    [TestCaseSource(nameof(Engines))]
    public void Of_Rows_IsTheLossOfThoseRowsAlone(Engine engine)
    {
        using var scope = new TensorScope();
        Tensor logits = Tensor.Normal((5, 3), new RandomSource(1), engine: engine).WithGradient();
        Tensor labels = Tensor.Create([0, -1, 2, -1, 1], 5, engine);
        Tensor rows = Tensor.Create([4, 0], 2, engine);

        Tensor loss = CrossEntropy.Of(logits, labels, rows);
        loss.Backward();

        double[] logp = logits.LogSoftmax().ToArray<double>();
        Assert.That(loss.Item(), Is.EqualTo(-(logp[(4 * 3) + 1] + logp[0]) / 2).Within(1e-6));
        Assert.That(logits.Gradient!.ToArray<double>()[3..12], Is.All.Zero);
    }

    [TestCaseSource(nameof(Engines))]
    public void Of_LogitsOfAThousand_StaysFinite(Engine engine)
    {
        using var scope = new TensorScope();
        Tensor logits = Tensor.Create([1000.0, -1000, 0, 1000], (2, 2), engine).WithGradient();

        Tensor loss = CrossEntropy.Of(logits, Tensor.Create([1, 1], 2, engine));
        loss.Backward();

        Assert.That(loss.Item(), Is.EqualTo(1000).Within(1e-3));
        Assert.That(logits.Gradient!.AllFinite(), Is.True);
    }

    [Test]
    public void Of_SmoothingWithWeights_HasTheGradientOfCentralDifferences()
    {
        using var scope = new TensorScope();
        double[] x = [0.3, -0.7, 1.1, 0.2, 0.9, -1.3];
        Tensor logits = Tensor.Create(x, (2, 3), TestEngines.Reference).WithGradient();
        Loss(logits).Backward();

        for (int i = 0; i < x.Length; i++)
        {
            double slope = (Shifted(i, 1e-5) - Shifted(i, -1e-5)) / 2e-5;
            Assert.That(logits.Gradient!.ToArray<double>()[i], Is.EqualTo(slope).Within(1e-8), $"element {i}");
        }

        double Shifted(int at, double by)
        {
            double[] shifted = [.. x];
            shifted[at] += by;
            return Loss(Tensor.Create(shifted, (2, 3), TestEngines.Reference)).Item();
        }

        static Tensor Loss(Tensor logits) => CrossEntropy.Of(
            logits, Tensor.Create([2, 0], 2, logits.Engine), classWeights: Tensor.Create([1.0, 2, 3], 3, logits.Engine), labelSmoothing: 0.3);
    }

    [Test]
    public void Of_BadArguments_ThrowAndSayWhat()
    {
        using var scope = new TensorScope();
        Engine engine = TestEngines.Reference;
        Tensor logits = Tensor.Zeros((4, 3), engine);
        Tensor labels = Tensor.Create([0, 1, 2, 0], 4, engine);
        Tensor none = Tensor.Create(Array.Empty<int>(), 0, engine);

        Assert.Multiple(() =>
        {
            Assert.That(() => CrossEntropy.Of(logits.Reshape((3, 4)), labels), Throws.ArgumentException.With.Message.Contains("[3, 4]"));
            Assert.That(() => CrossEntropy.Of(logits.Reshape(12), labels), Throws.ArgumentException.With.Message.Contains("[12]"));
            Assert.That(() => CrossEntropy.Of(logits, Tensor.Zeros(4, engine)), Throws.ArgumentException.With.Message.Contains("integer"));
            Assert.That(() => CrossEntropy.Of(logits, labels, classWeights: Tensor.Zeros(4, engine)), Throws.ArgumentException.With.Message.Contains("[3]"));
            Assert.That(() => CrossEntropy.Of(logits, labels, none), Throws.ArgumentException.With.Message.Contains("no rows"));
            Assert.That(() => CrossEntropy.Of(logits, labels, labelSmoothing: 1.5), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => CrossEntropy.Of(logits, labels, labelSmoothing: double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => CrossEntropy.Of(logits, Tensor.Create([0, 3, 1, 1], 4, engine)), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }
}
