using Gnn.Testing;
using Gnn.Training.Metrics;
using NUnit.Framework;

namespace Gnn.Tests.Training.Metrics;

internal sealed class MetricGoldenTests
{
    private static IEnumerable<GoldenCase> Classification => GoldenFile.Cases("metrics", "classification_");

    private static IEnumerable<GoldenCase> Ranking => GoldenFile.Cases("metrics", "ranking_");

    private static IEnumerable<GoldenCase> Multiclass => GoldenFile.Cases("metrics", "auc_multiclass");

    private static IEnumerable<GoldenCase> Calibration => GoldenFile.Cases("metrics", "calibration_");

    private static IEnumerable<GoldenCase> Regression => GoldenFile.Cases("metrics", "regression_");

    [TestCaseSource(nameof(Classification))]
    public void Classification_GoldenCase_IsWhatScikitLearnGives(GoldenCase golden)
    {
        int classes = (int)golden.Inputs["num_classes"].Values[0];
        ClassificationMetrics metrics = ClassificationMetrics.Of(golden.Inputs["y_pred"].ToInt32(), golden.Inputs["y_true"].ToInt32(), classes);

        AssertNumbers(
            golden,
            ("balanced_accuracy", metrics.BalancedAccuracy),
            ("f1_micro", metrics.Accuracy),
            ("f1_weighted", metrics.WeightedF1),
            ("mcc", metrics.Matthews),
            ("cohen_kappa", metrics.Kappa));
    }

    [Test]
    public void Multilabel_GoldenCase_IsWhatScikitLearnGives()
    {
        GoldenCase golden = GoldenFile.Case("metrics", "multilabel");
        var metrics = MultilabelMetrics.Of(Bools(golden.Inputs["y_pred"]), Bools(golden.Inputs["y_true"]), (int)golden.Inputs["y_true"].Shape[1]);

        AssertNumbers(
            golden,
            ("f1_micro", metrics.MicroF1),
            ("f1_macro", metrics.MacroF1),
            ("f1_samples", metrics.SampleF1),
            ("subset_accuracy", metrics.SubsetAccuracy),
            ("hamming", metrics.HammingLoss),
            ("jaccard_samples", metrics.SampleJaccard));
    }

    [TestCaseSource(nameof(Ranking))]
    public void Ranking_GoldenCase_IsWhatScikitLearnGives(GoldenCase golden)
    {
        double[] scores = golden.Inputs["y_score"].Values;
        bool[] positive = Bools(golden.Inputs["y_true"]);

        AssertNumbers(golden, ("roc_auc", RocAuc.Of(scores, positive)), ("average_precision", AveragePrecision.Of(scores, positive)));
    }

    [TestCaseSource(nameof(Multiclass))]
    public void OneVersusRest_GoldenCase_IsWhatScikitLearnGives(GoldenCase golden)
    {
        GoldenArray scores = golden.Inputs["y_score"];
        OneVersusRestAuc areas = RocAuc.OneVersusRest(scores.Values, golden.Inputs["y_true"].ToInt32(), (int)scores.Shape[1]);

        AssertNumbers(golden, ("macro", areas.Macro), ("weighted", areas.Weighted));
        Assert.That(areas.PerClass, Is.EqualTo(golden.Outputs["per_class"].Values).Within(1e-12));
    }

    [TestCaseSource(nameof(Calibration))]
    public void Calibration_GoldenCase_IsTheFormula(GoldenCase golden)
    {
        GoldenArray probabilities = golden.Inputs["prob"];
        var metrics = CalibrationMetrics.Of(
            probabilities.Values, golden.Inputs["y_true"].ToInt32(), (int)probabilities.Shape[1], (int)golden.Inputs["bins"].Values[0]);

        // The file's sums are of Float32 probabilities in single precision.
        Assert.Multiple(() =>
        {
            Assert.That(metrics.ExpectedError, Is.EqualTo(golden.Outputs["ece"].Values[0]).Within(1e-6));
            Assert.That(metrics.LargestError, Is.EqualTo(golden.Outputs["mce"].Values[0]).Within(1e-6));
            Assert.That(metrics.Brier, Is.EqualTo(golden.Outputs["brier"].Values[0]).Within(1e-6));
            Assert.That(metrics.LogLoss, Is.EqualTo(golden.Outputs["nll"].Values[0]).Within(1e-6));
            Assert.That(metrics.BinCounts, Is.EqualTo(golden.Outputs["bin_counts"].ToInt32()));
        });
    }

    [Test]
    public void BinaryProbabilities_GoldenCase_IsWhatScikitLearnGives()
    {
        GoldenCase golden = GoldenFile.Case("metrics", "brier_binary");
        var metrics = BinaryProbabilityMetrics.Of(golden.Inputs["prob"].Values, Bools(golden.Inputs["y_true"]));

        // The probabilities stand in the file with nine digits.
        Assert.That(metrics.Brier, Is.EqualTo(golden.Outputs["brier"].Values[0]).Within(1e-7));
        Assert.That(metrics.LogLoss, Is.EqualTo(golden.Outputs["log_loss"].Values[0]).Within(1e-7));
    }

    [TestCaseSource(nameof(Regression))]
    public void Regression_GoldenCase_IsWhatScikitLearnGives(GoldenCase golden)
    {
        var metrics = RegressionMetrics.Of(golden.Inputs["y_pred"].Values, golden.Inputs["y_true"].Values);

        (string Name, double Value)[] found =
        [
            ("mae", metrics.MeanAbsoluteError), ("mse", metrics.MeanSquaredError), ("rmse", metrics.RootMeanSquaredError), ("r2", metrics.R2),
            ("median_ae", metrics.MedianAbsoluteError), ("max_error", metrics.LargestError), ("explained_variance", metrics.ExplainedVariance),
            ("pearson", metrics.Pearson), ("spearman", metrics.Spearman),
        ];
        Assert.Multiple(() =>
        {
            foreach ((string name, double value) in found)
            {
                // The numbers stand in the file with nine digits.
                double expected = golden.Outputs[name].Values[0];
                Assert.That(value, Is.EqualTo(expected).Within(1e-7 * (1 + Math.Abs(expected))), name);
            }
        });
    }

    private static bool[] Bools(GoldenArray array) => Array.ConvertAll(array.Values, value => value != 0);

    private static void AssertNumbers(GoldenCase golden, params (string Name, double Value)[] found) => Assert.Multiple(() =>
    {
        foreach ((string name, double value) in found)
        {
            Assert.That(value, Is.EqualTo(golden.Outputs[name].Values[0]).Within(1e-12), $"{golden}: {name}");
        }
    });
}
