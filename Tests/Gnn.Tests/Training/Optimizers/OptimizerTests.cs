using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training.Optimizers;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class OptimizerTests(Engine engine)
{
    [Test]
    public void Step_ParameterWithoutGradient_LeavesItAndItsState()
    {
        using Parameter moved = New(1, 2), left = New(3, 4);
        using var optimizer = new Adam(learningRate: 0.1, weightDecay: 0.5);
        optimizer.Attach([new ParameterGroup("all", [moved, left])]);
        Backward(moved);

        optimizer.Step();

        Assert.That(moved.Value.ToArray<float>(), Is.Not.EqualTo(new float[] { 1, 2 }));
        Assert.That(left.Value.ToArray<float>(), Is.EqualTo(new float[] { 3, 4 }));
        Assert.That(optimizer.States.Select(state => state.Steps), Is.EqualTo(new long[] { 1, 0 }));
        Assert.That(optimizer.States[1].Tensors, Is.Empty);
    }

    [Test]
    public void Step_ParameterThatJoinsLater_CountsItsOwnSteps()
    {
        using Parameter early = New(1, 2), late = New(1, 2), alone = New(1, 2);
        using var both = new Adam(learningRate: 0.1);
        using var one = new Adam(learningRate: 0.1);
        both.Attach([new ParameterGroup("all", [early, late])]);
        one.Attach([new ParameterGroup("all", [alone])]);
        Backward(early);
        both.Step();
        both.ClearGradients();

        Backward(late);
        both.Step();
        Backward(alone);
        one.Step();

        Assert.That(late.Value.ToArray<float>(), Is.EqualTo(alone.Value.ToArray<float>()));
    }

    [Test]
    public void Step_Nesterov_IsTheFormula()
    {
        using Parameter parameter = New(1);
        using var optimizer = new Sgd(learningRate: 0.1, momentum: 0.5, nesterov: true);
        optimizer.Attach([new ParameterGroup("all", [parameter])]);
        double w = 1, direction = 0;
        for (int step = 0; step < 5; step++)
        {
            optimizer.ClearGradients();
            Backward(parameter);
            optimizer.Step();
            double gradient = 2 * w;
            direction = step == 0 ? gradient : (0.5 * direction) + gradient;
            w -= 0.1 * (gradient + (0.5 * direction));
            Assert.That(parameter.Value.Item(), Is.EqualTo(w).Within(1e-6), $"step {step}");
        }
    }

    [Test]
    public void Step_GroupWithScaleZero_HasNoWeightDecay()
    {
        using Parameter decayed = New(1), kept = New(1), plain = New(1);
        using var optimizer = new Sgd(learningRate: 0.1, weightDecay: 0.5);
        using var without = new Sgd(learningRate: 0.1);
        optimizer.Attach([new ParameterGroup("decayed", [decayed]), new ParameterGroup("kept", [kept], WeightDecayScale: 0)]);
        without.Attach([new ParameterGroup("all", [plain])]);
        Backward(decayed);
        Backward(kept);
        Backward(plain);

        optimizer.Step();
        without.Step();

        Assert.That(kept.Value.Item(), Is.EqualTo(plain.Value.Item()));
        Assert.That(decayed.Value.Item(), Is.EqualTo(1 - (0.1 * (2 + 0.5))).Within(1e-6));
    }

    [Test]
    public void LearningRate_ChangedBetweenSteps_TakesEffect()
    {
        using Parameter parameter = New(1);
        using var optimizer = new Sgd(learningRate: 0.1);
        optimizer.Attach([new ParameterGroup("all", [parameter])]);
        optimizer.LearningRate = 0.25;
        Backward(parameter);

        optimizer.Step();

        Assert.That(parameter.Value.Item(), Is.EqualTo(0.5).Within(1e-6));
    }

    [Test]
    public void ClearGradients_AfterBackward_DropsThem()
    {
        using Parameter parameter = New(1, 2);
        using var optimizer = new Sgd();
        optimizer.Attach([new ParameterGroup("all", [parameter])]);
        Backward(parameter);

        optimizer.ClearGradients();

        Assert.That(parameter.Value.Gradient, Is.Null);
    }

    [Test]
    public void Attach_Again_ForgetsAndStartsAnew()
    {
        using Parameter parameter = New(1, 2);
        using var optimizer = new Adam();
        long before = engine.Memory.InUse;
        optimizer.Attach([new ParameterGroup("all", [parameter])]);
        Backward(parameter);
        optimizer.Step();
        optimizer.ClearGradients();
        Assert.That(engine.Memory.InUse, Is.GreaterThan(before));

        optimizer.Attach([new ParameterGroup("all", [parameter])]);

        Assert.That(optimizer.States.Single().Steps, Is.Zero);
        Assert.That(engine.Memory.InUse, Is.EqualTo(before));
    }

    [Test]
    public void Attach_ParameterTwice_Throws()
    {
        using Parameter parameter = New(1, 2);
        using var optimizer = new Adam();

        Assert.That(
            () => optimizer.Attach([new ParameterGroup("first", [parameter]), new ParameterGroup("second", [parameter])]),
            Throws.ArgumentException.With.Message.Contains("second").And.Message.Contains("[2]"));
        Assert.That(optimizer.IsAttached, Is.False);
    }

    [Test]
    public void Attach_NegativeDecayScale_Throws()
    {
        using Parameter parameter = New(1, 2);
        using var optimizer = new Adam();

        Assert.That(() => optimizer.Attach([new ParameterGroup("all", [parameter], WeightDecayScale: -1)]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Step_NotAttached_Throws()
    {
        using var optimizer = new Adam();

        Assert.That(optimizer.Step, Throws.InvalidOperationException.With.Message.Contains("Attach"));
    }

    [Test]
    public void Step_ParameterMovedToAnotherEngine_Throws()
    {
        using var other = new ReferenceEngine();
        using Parameter parameter = New(1, 2);
        using var optimizer = new Adam();
        optimizer.Attach([new ParameterGroup("all", [parameter])]);
        Backward(parameter);
        optimizer.Step();
        parameter.MoveTo(other);
        Backward(parameter);

        Assert.That(optimizer.Step, Throws.InvalidOperationException.With.Message.Contains("MoveTo"));
    }

    private static void Backward(Parameter parameter)
    {
        using var scope = new TensorScope();
        parameter.Value.Square().Sum().Backward();
    }

    private Parameter New(params double[] values) => new(Tensor.Create(values, values.Length, engine));
}
