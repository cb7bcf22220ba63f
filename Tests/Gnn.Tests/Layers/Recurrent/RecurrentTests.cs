using Gnn.Layers;
using Gnn.Layers.Recurrent;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Recurrent;

[TestFixture]
internal sealed class RecurrentTests
{
    private const double Rounding = 1e-12;

    private static readonly RecurrentOptions Both = new() { Layers = 2, IsBidirectional = true };

    private static Tensor Steps(int steps, int batch, int inputs) => TestGraphs.Features(steps * batch, inputs, TestEngines.Reference).Reshape((steps, batch, inputs));

    [Test]
    public void Lstm_SequencesOfOtherLengths_AreAsEachAlone()
    {
        using var scope = new TensorScope();
        using var layer = new Lstm(3, 2, new RandomSource(1), Both);
        layer.MoveTo(TestEngines.Reference);
        int[] lengths = [4, 1, 0, 3];
        Tensor x = Steps(4, lengths.Length, 3);

        (Tensor output, Tensor state, Tensor cell) = layer.Forward(ForwardContext.Inference, x, lengths: lengths);

        for (int b = 0; b < lengths.Length; b++)
        {
            double[] outputs = Sequence(output, b, from: 0, 4);
            Assert.That(outputs.Skip(lengths[b] * 4), Is.All.Zero, $"sequence {b} after its end");
            if (lengths[b] == 0)
            {
                Assert.That(Sequence(state, b, 0, 4), Is.All.Zero);
                continue;
            }

            Tensor alone = Tensor.Create(Sequence(x, b, 0, lengths[b]), (lengths[b], 1, 3), TestEngines.Reference);
            (Tensor expected, Tensor expectedState, Tensor expectedCell) = layer.Forward(ForwardContext.Inference, alone);
            Assert.That(outputs.Take(lengths[b] * 4), Is.EqualTo(expected.ToArray<double>()).Within(Rounding), $"sequence {b}");
            Assert.That(Sequence(state, b, 0, 4), Is.EqualTo(expectedState.ToArray<double>()).Within(Rounding));
            Assert.That(Sequence(cell, b, 0, 4), Is.EqualTo(expectedCell.ToArray<double>()).Within(Rounding));
        }
    }

    [Test]
    public void Gru_Steps_AreThoseOfTheCell()
    {
        using var scope = new TensorScope();
        using var layer = new Gru(3, 2, new RandomSource(1));
        using var cell = new GruCell(3, 2, new RandomSource(5));
        layer.MoveTo(TestEngines.Reference);
        cell.MoveTo(TestEngines.Reference);
        foreach (((_, Parameter from), (_, Parameter to)) in layer.NamedParameters().Zip(cell.NamedParameters()))
        {
            to.Set(from.Value);
        }

        Tensor x = Steps(3, 4, 3);
        Tensor state = TestGraphs.Features(4, 2, TestEngines.Reference, "h");
        (Tensor output, Tensor last) = layer.Forward(ForwardContext.Inference, x, state.Reshape((1, 4, 2)));

        Tensor h = state;
        for (int step = 0; step < 3; step++)
        {
            h = cell.Forward(x.Rows(step, 1).Reshape((4, 3)), h);
            Assert.That(output.Rows(step, 1).ToArray<double>(), Is.EqualTo(h.ToArray<double>()).Within(Rounding), $"step {step}");
        }

        Assert.That(last.ToArray<double>(), Is.EqualTo(h.ToArray<double>()).Within(Rounding));
    }

    [Test]
    public void Lstm_Dropout_ActsBetweenLayersInTrainingOnly()
    {
        using var scope = new TensorScope();
        var options = new RecurrentOptions { Layers = 2, Dropout = 0.5 };
        using var layer = new Lstm(3, 4, new RandomSource(1), options);
        using var plain = new Lstm(3, 4, new RandomSource(1), options with { Dropout = 0 });
        layer.MoveTo(TestEngines.Reference);
        plain.MoveTo(TestEngines.Reference);
        Tensor x = Steps(3, 4, 3);

        double[] expected = plain.Forward(ForwardContext.Inference, x).Output.ToArray<double>();

        Assert.That(layer.Forward(ForwardContext.Inference, x).Output.ToArray<double>(), Is.EqualTo(expected));
        Assert.That(layer.Forward(ForwardContext.ForTraining(new RandomSource(3)), x).Output.ToArray<double>(), Is.Not.EqualTo(expected));
    }

    [Test]
    public void Constructor_Default_IsWithinTheRootOfTheStates()
    {
        using var layer = new Lstm(3, 100, new RandomSource(1));

        foreach ((string name, Parameter parameter) in layer.NamedParameters())
        {
            Assert.That(parameter.Value.ToArray<double>(), Is.All.InRange(-0.1, 0.1), name);
        }
    }

    [Test]
    public void Forward_WhatDoesNotFit_IsRefused()
    {
        using var scope = new TensorScope();
        using var layer = new Gru(3, 2, new RandomSource(1));
        using var cell = new LstmCell(3, 2, new RandomSource(1));
        ForwardContext context = ForwardContext.Inference;

        Assert.That(() => layer.Forward(context, Tensor.Ones((4, 3))), Throws.ArgumentException.With.Message.Contains("[T, B, 3]"));
        Assert.That(() => layer.Forward(context, Tensor.Ones((0, 2, 3))), Throws.ArgumentException.With.Message.Contains("at least one step"));
        Assert.That(() => layer.Forward(context, Tensor.Ones((4, 5, 3)), lengths: [1, 2, 3, 4, 5]), Throws.ArgumentException.With.Message.Contains("1, 2, 3, 4, 5"));
        Assert.That(() => layer.Forward(context, Tensor.Ones((4, 5, 3)), lengths: [1, 2]), Throws.ArgumentException.With.Message.Contains("5 sequences"));
        Assert.That(() => layer.Forward(context, Tensor.Ones((4, 5, 3)), Tensor.Ones((5, 2))), Throws.ArgumentException.With.Message.Contains("[1, 5, 2]"));
        Assert.That(() => cell.Forward(Tensor.Ones((4, 2))), Throws.ArgumentException.With.Message.Contains("[B, 3]"));
        Assert.That(() => cell.Forward(Tensor.Ones((4, 3)), Tensor.Ones((4, 3))), Throws.ArgumentException.With.Message.Contains("'state'"));
        Assert.That(() => new Gru(3, 2, default, new RecurrentOptions { Layers = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new Lstm(0, 2, default), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    /// <summary>The rows of one sequence, of [T, B, F].</summary>
    private static double[] Sequence(Tensor x, int b, int from, int count)
    {
        double[] all = x.ToArray<double>();
        (int batch, int width) = ((int)x.Shape[1], (int)x.Shape[2]);
        return [.. Enumerable.Range(from, count).SelectMany(step => all.Skip(((step * batch) + b) * width).Take(width))];
    }
}
