using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training.Losses;
using NUnit.Framework;

namespace Gnn.Tests.Training.Losses;

internal sealed class LossTests
{
    private static readonly Loss[] OfNumbers =
    [
        new MeanSquaredError(), new MeanAbsoluteError(), new Huber(0.4), new SmoothL1(0.3), new PoissonNegativeLogLikelihood(), new BinaryCrossEntropyWithLogits([2.0]),
        new SoftMargin(), new Hinge(), new HingeEmbedding(), new MixedLoss((new MeanSquaredError(), 0.5), (new MeanAbsoluteError(), 2)),
    ];

    private static readonly Loss[] OfClasses = [new CrossEntropy([1, 2, 0.5], 0.2), new CrossEntropy([1, 2, 0.5]), new NegativeLogLikelihood([1, 2, 0.5]), new MultiMargin()];

    private static Engine Reference => TestEngines.Reference;

    [TestCaseSource(nameof(OfNumbers))]
    public void Compute_NumbersWithWeights_HasTheGradientOfCentralDifferences(Loss loss)
    {
        using var scope = new TensorScope();
        GradientCheck.Run(
            inputs => loss.Compute(inputs[0], inputs[1], inputs[2]),
            Tensor.Create([0.31, -0.72, 1.13, 2.24, -1.35, 0.46], (3, 2), Reference),
            Tensor.Create([1.0, -1, 1, -1, 1, -1], (3, 2), Reference),
            Tensor.Create([0.5, 2, 1], 3, Reference));
    }

    [TestCaseSource(nameof(OfClasses))]
    public void Compute_WholeWeights_IsRowsRepeated(Loss loss)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Normal((3, 3), new RandomSource(2), engine: Reference);
        Tensor rows = Tensor.Create([0, 1, 1, 1, 2, 2], 6, Reference);
        Tensor labels = Tensor.Create([2, 0, 1], 3, Reference);

        double weighted = loss.Compute(x, labels, Tensor.Create([1.0, 3, 2], 3, Reference)).Item();

        Assert.That(weighted, Is.EqualTo(loss.Compute(x.GatherRows(rows), labels.GatherRows(rows)).Item()).Within(1e-12));
    }

    [TestCaseSource(nameof(OfNumbers))]
    public void Compute_NumbersWithWholeWeights_IsRowsRepeated(Loss loss)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Normal((3, 2), new RandomSource(2), engine: Reference);
        Tensor y = Tensor.Create([1.0, -1, 1, 1, -1, -1], (3, 2), Reference);
        Tensor rows = Tensor.Create([0, 1, 1, 1, 2, 2], 6, Reference);

        double weighted = loss.Compute(x, y, Tensor.Create([1.0, 3, 2], 3, Reference)).Item();

        Assert.That(weighted, Is.EqualTo(loss.Compute(x.GatherRows(rows), y.GatherRows(rows)).Item()).Within(1e-12));
    }

    [Test]
    public void Compute_GaussianOutputs_AreMeansAndLogarithmsOfVariances()
    {
        using var scope = new TensorScope();
        Tensor outputs = Tensor.Create([0.3, -1.1, 0.2, 0.7, 2.0, -0.4, -0.9, 0.1], (2, 4), Reference);
        Tensor y = Tensor.Create([1.0, 0.5, -0.5, 2], (2, 2), Reference);

        double loss = new GaussianNegativeLogLikelihood().Compute(outputs, y).Item();

        double expected = 0;
        double[] all = outputs.ToArray<double>(), targets = y.ToArray<double>();
        for (int i = 0; i < 4; i++)
        {
            double mean = all[(i / 2 * 4) + (i % 2)], logVariance = all[(i / 2 * 4) + 2 + (i % 2)];
            expected += 0.5 * (logVariance + ((targets[i] - mean) * (targets[i] - mean) / Math.Exp(logVariance))) / 4;
        }

        Assert.That(loss, Is.EqualTo(expected).Within(1e-12));
    }

    /// <summary>PyTorch broadcasts [N, 1] against [N] to [N, N] and goes on.</summary>
    [Test]
    public void Compute_ColumnAndVector_AreTheSameAndOthersAreRefused()
    {
        using var scope = new TensorScope();
        Tensor column = Tensor.Create([1.0, 2, 4], (3, 1), Reference);
        var loss = new MeanSquaredError();

        Assert.That(loss.Compute(column, Tensor.Create([1.0, 0, 0], 3, Reference)).Item(), Is.EqualTo(20.0 / 3).Within(1e-12));
        Assert.That(loss.Compute(column, Tensor.Create([1, 0, 0], 3, Reference)).Item(), Is.EqualTo(20.0 / 3).Within(1e-12), "integers are numbers");
        Assert.That(() => loss.Compute(column, Tensor.Zeros((3, 2), Reference)), Throws.ArgumentException.With.Message.Contains("[3, 1], got [3, 2]"));
        Assert.That(() => loss.Compute(column, Tensor.Zeros(2, Reference)), Throws.ArgumentException.With.Message.Contains("got [2]"));
        Assert.That(() => loss.Compute(column, column, Tensor.Zeros(2, Reference)), Throws.ArgumentException.With.Message.Contains("one a row"));
        Assert.That(() => loss.Compute(column.Rows(0, 0), column.Rows(0, 0)), Throws.ArgumentException.With.Message.Contains("no rows"));
        Assert.That(new MeanSquaredError(LossReduction.Sum).Compute(column.Rows(0, 0), column.Rows(0, 0)).Item(), Is.Zero);
    }

    [Test]
    public void Settings_OutOfRange_AreRefused()
    {
        Assert.That(() => new Huber(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BinaryCrossEntropyWithLogits([]), Throws.ArgumentException);
        Assert.That(() => new BinaryCrossEntropyWithLogits([-1]), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new MixedLoss(), Throws.ArgumentException.With.Message.Contains("at least one"));
        Assert.That(() => new MixedLoss((new Hinge(), double.NaN)), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CrossEntropy(labelSmoothing: 2), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new MeanSquaredError((LossReduction)7), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void ClassCount_OfLosses_SaysHowManyClassesOutputsTellApart()
    {
        Assert.That(new CrossEntropy().ClassCount(4), Is.EqualTo(4));
        Assert.That(new BinaryCrossEntropyWithLogits().ClassCount(1), Is.EqualTo(2));
        Assert.That(new BinaryCrossEntropyWithLogits().ClassCount(2), Is.Zero);
        Assert.That(new MeanSquaredError().ClassCount(1), Is.Zero);
        Assert.That(new MixedLoss((new CrossEntropy(), 1), (new MultiMargin(), 0.1)).ClassCount(3), Is.EqualTo(3));
        Assert.That(new MixedLoss((new CrossEntropy(), 1), (new MeanSquaredError(), 0.1)).ClassCount(3), Is.Zero);
    }
}
