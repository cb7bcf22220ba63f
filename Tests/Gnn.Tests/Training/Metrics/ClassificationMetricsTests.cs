using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training.Metrics;
using NUnit.Framework;

namespace Gnn.Tests.Training.Metrics;

internal sealed class ClassificationMetricsTests
{
    private static IEnumerable<GoldenCase> Cases() => GoldenFile.Cases("metrics", "classification_");

    private static IEnumerable<Engine> Engines => TestEngines.All;

    [TestCaseSource(nameof(Cases))]
    public void Of_GoldenCase_IsWhatScikitLearnGives(GoldenCase golden)
    {
        int classes = (int)golden.Inputs["num_classes"].Values[0];
        ClassificationMetrics metrics = ClassificationMetrics.Of(golden.Inputs["y_pred"].ToInt32(), golden.Inputs["y_true"].ToInt32(), classes);

        Assert.Multiple(() =>
        {
            Assert.That(metrics.Accuracy, Is.EqualTo(Expected("accuracy")).Within(1e-12));
            Assert.That(metrics.MacroF1, Is.EqualTo(Expected("f1_macro")).Within(1e-12));
            Assert.That(metrics.MacroPrecision, Is.EqualTo(Expected("precision_macro")).Within(1e-12));
            Assert.That(metrics.MacroRecall, Is.EqualTo(Expected("recall_macro")).Within(1e-12));
            for (int c = 0; c < classes; c++)
            {
                Assert.That(metrics.F1(c), Is.EqualTo(golden.Outputs["f1_per_class"].Values[c]).Within(1e-12), $"F1 of class {c}");
                for (int predicted = 0; predicted < classes; predicted++)
                {
                    Assert.That(metrics.Confusion[c, predicted], Is.EqualTo((long)golden.Outputs["confusion_matrix"].Values[(c * classes) + predicted]));
                }
            }
        });

        double Expected(string name) => golden.Outputs[name].Values[0];
    }

    [Test]
    public void Of_ClassThatOccursNowhere_DoesNotCount()
    {
        ClassificationMetrics metrics = ClassificationMetrics.Of([0, 1, 1], [0, 1, 0], classCount: 5);

        Assert.That(metrics.MacroF1, Is.EqualTo(2.0 / 3).Within(1e-12));
        Assert.That(metrics.F1(4), Is.Zero);
    }

    [Test]
    public void Of_NoSamples_IsNaN()
    {
        ClassificationMetrics metrics = ClassificationMetrics.Of([], [], classCount: 2);

        Assert.That(metrics.Accuracy, Is.NaN);
        Assert.That(metrics.MacroF1, Is.NaN);
        Assert.That(metrics.Count, Is.Zero);
    }

    [TestCaseSource(nameof(Engines))]
    public void Predictions_Ties_AreTheFirst(Engine engine)
    {
        using Tensor logits = Tensor.Create([1.0, 1, 0, 0, 2, 2, -1, -1, -1], (3, 3), engine);

        Assert.That(ClassificationMetrics.Predictions(logits), Is.EqualTo(new[] { 0, 1, 0 }));
        Assert.That(ClassificationMetrics.Of(logits, [0, 2, 0]).Accuracy, Is.EqualTo(2.0 / 3).Within(1e-12));
    }

    [Test]
    public void Of_BadArguments_ThrowAndSayWhere()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => ClassificationMetrics.Of([0, 1], [0], 2), Throws.ArgumentException.With.Message.Contains("got 2"));
            Assert.That(() => ClassificationMetrics.Of([0, 2], [0, 1], 2), Throws.ArgumentException.With.Message.Contains("got 2 at position 1"));
            Assert.That(() => ClassificationMetrics.Of([0, 1], [-1, 1], 2), Throws.ArgumentException.With.Message.Contains("got -1 at position 0"));
            Assert.That(() => ClassificationMetrics.Of([], [], 0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => ClassificationMetrics.Of([0], [0], 2).Confusion[2, 0], Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }
}
