using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training.Losses;
using NUnit.Framework;

namespace Gnn.Tests.Training.Losses;

/// <summary>The losses of the golden file but cross-entropy and negative log-likelihood, which <see cref="CrossEntropyTests"/> takes.</summary>
internal sealed class LossGoldenTests
{
    private static bool IsOfOthers(string name) =>
        name.StartsWith("ce_", StringComparison.Ordinal) || name.StartsWith("nll_", StringComparison.Ordinal) || name.StartsWith("act_", StringComparison.Ordinal);

    private static IEnumerable<TestCaseData> Cases() =>
        from golden in GoldenFile.Read("loss")
        where !IsOfOthers(golden.Name)
        from engine in TestEngines.All
        select new TestCaseData(golden, engine).SetArgDisplayNames(golden.Name, engine.Name);

    [Test]
    public void Cases_OfTheGoldenFile_AreAllThere() => Assert.That(Cases().Count(), Is.EqualTo(24 * TestEngines.All.Count));

    [TestCaseSource(nameof(Cases))]
    public void Compute_GoldenCase_GivesLossAndGradient(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        Dictionary<string, Tensor> inputs = golden.Inputs.ToDictionary(input => input.Key, input => input.Value.ToTensor(engine));
        foreach (string name in golden.InputGradients.Keys)
        {
            inputs[name].WithGradient();
        }

        Tensor loss = Loss(golden, inputs);
        golden.Backward(("loss", loss));

        golden.AssertOutput("loss", loss);
        foreach (string name in golden.InputGradients.Keys)
        {
            golden.AssertInputGradient(name, inputs[name]);
        }
    }

    private static Tensor Loss(GoldenCase golden, Dictionary<string, Tensor> inputs)
    {
        LossReduction reduction =
            golden.Arguments.TryGetProperty("reduction", out var named) && named.GetString() == "sum" ? LossReduction.Sum : LossReduction.Mean;
        double margin = golden.NumberArgument("margin", 1);
        switch (golden.Name)
        {
            case "margin_ranking_sum":
                return MarginRanking.Of(inputs["x1"], inputs["x2"], inputs["target"], margin, reduction);
            case "cosine_embedding_0":
                return CosineEmbedding.Of(inputs["x1"], inputs["x2"], inputs["target"], margin, reduction);
            case "triplet_swap_p1":
                return TripletMargin.Of(inputs["anchor"], inputs["positive"], inputs["negative"], margin, DistanceNorm.Manhattan, swap: true, reduction);
            case "gaussian_nll":
                return GaussianNegativeLogLikelihood.Of(inputs["input"], inputs["target"], inputs["var"], reduction);
        }

        (Tensor input, Tensor target) = (inputs["input"], inputs["target"]);
        switch (golden.Name)
        {
            case "kl_mean":
                // PyTorch's mean is over elements, ours over rows.
                return new KullbackLeibler().Compute(input.LogSoftmax(), target) / input.Shape[1];
            case "kl_sum":
                return new KullbackLeibler(reduction: reduction).Compute(input.LogSoftmax(), target);
            case "kl_log_target":
                return new KullbackLeibler(DistributionTargets.LogProbabilities).Compute(input.LogSoftmax(), target);
            case "bce_logits_large":
                return new BinaryCrossEntropyWithLogits().Compute(input * 60, target);
        }

        return Elementwise(golden, margin, reduction).Compute(input, target);
    }

    private static Loss Elementwise(GoldenCase golden, double margin, LossReduction reduction) => golden.Name switch
    {
        "bce_logits" => new BinaryCrossEntropyWithLogits(reduction: reduction),
        "bce_logits_pos_weight" => new BinaryCrossEntropyWithLogits([3.0], reduction),
        "bce_logits_multilabel" => new BinaryCrossEntropyWithLogits([0.5, 2.0, 4.0], reduction),
        "bce" => new BinaryCrossEntropy(reduction),
        "hinge_embedding" or "hinge_embedding_sum" => new HingeEmbedding(margin, reduction),
        "multi_margin" => new MultiMargin(margin, reduction),
        "hinge_binary" => new Hinge(reduction),
        "huber" or "huber_delta" => new Huber(golden.NumberArgument("delta", 1), reduction),
        "smooth_l1" or "smooth_l1_beta" => new SmoothL1(golden.NumberArgument("beta", 1), reduction),
        "mse" => new MeanSquaredError(reduction),
        "l1_sum" => new MeanAbsoluteError(reduction),
        "soft_margin" => new SoftMargin(reduction),
        "poisson" => new PoissonNegativeLogLikelihood(reduction),
        _ => throw new NotSupportedException(golden.Name),
    };
}
