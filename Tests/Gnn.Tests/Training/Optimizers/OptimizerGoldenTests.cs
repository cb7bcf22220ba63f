using System.Text.Json;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training.Optimizers;

internal sealed class OptimizerGoldenTests
{
    private static IEnumerable<TestCaseData> Cases() =>
        from golden in GoldenFile.Read("optim")
        where (golden.Name.StartsWith("adam", StringComparison.Ordinal) || golden.Name.StartsWith("adagrad", StringComparison.Ordinal) || golden.Name.StartsWith("sgd", StringComparison.Ordinal))
            && golden.Name is not ("adam_amsgrad" or "adamax")
        from engine in TestEngines.All
        select new TestCaseData(golden, engine).SetArgDisplayNames(golden.Name, engine.Name);

    [Test]
    public void Cases_OfTheGoldenFile_AreAllThere() => Assert.That(Cases().Count(), Is.EqualTo(11 * TestEngines.All.Count));

    /// <summary>Loss 0.5 (w - b)^T A (w - b): after every step the parameter is the upstream one.</summary>
    [TestCaseSource(nameof(Cases))]
    public void Step_OnQuadraticLoss_FollowsTorch(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        Tensor a = golden.Inputs["A"].ToTensor(engine);
        Tensor b = golden.Inputs["b"].ToTensor(engine);
        using var parameter = new Parameter(golden.Inputs["w0"].ToTensor(engine));
        using Optimizer optimizer = Create(golden);
        optimizer.Attach([new ParameterGroup("all", [parameter])]);
        var losses = new List<double>();
        var values = new List<double>();
        int steps = (int)golden.Outputs["losses"].Shape.Count;
        for (int step = 0; step < steps; step++)
        {
            optimizer.ClearGradients();
            Tensor difference = (parameter.Value - b).Reshape((4, 1));
            Tensor loss = 0.5 * difference.MatMul(a.MatMul(difference), transposeThis: true).Sum();
            losses.Add(loss.Item());
            loss.Backward();
            optimizer.Step();
            values.AddRange(parameter.Value.ToArray<double>());
        }

        golden.AssertClose(golden.Outputs["losses"], losses.ToArray(), "losses");
        golden.AssertClose(golden.Outputs["params"], values.ToArray(), "parameters");
    }

    private static Optimizer Create(GoldenCase golden)
    {
        double learningRate = golden.NumberArgument("lr", 1e-3);
        double weightDecay = golden.NumberArgument("weight_decay", 0);
        if (golden.Name.StartsWith("sgd", StringComparison.Ordinal))
        {
            double momentum = golden.NumberArgument("momentum", 0);
            double dampening = golden.NumberArgument("dampening", 0);
            return new Sgd(learningRate, momentum, dampening, weightDecay, golden.BooleanArgument("nesterov", false));
        }

        if (golden.Name.StartsWith("adagrad", StringComparison.Ordinal))
        {
            return new Adagrad(
                learningRate, weightDecay, golden.NumberArgument("lr_decay", 0), golden.NumberArgument("eps", 1e-10), golden.NumberArgument("initial_accumulator_value", 0));
        }

        double[] betas = [.. golden.Arguments.GetProperty("betas").EnumerateArray().Select((JsonElement beta) => beta.GetDouble())];
        double epsilon = golden.NumberArgument("eps", 1e-8);
        return golden.Name.StartsWith("adamw", StringComparison.Ordinal)
            ? new AdamW(learningRate, weightDecay, betas[0], betas[1], epsilon)
            : new Adam(learningRate, weightDecay, betas[0], betas[1], epsilon);
    }
}
