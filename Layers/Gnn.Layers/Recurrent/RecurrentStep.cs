using Gnn.Tensors;

namespace Gnn.Layers.Recurrent;

/// <summary>One step of a recurrence for a batch of rows; what the step's input gives to the gates is computed before.</summary>
internal static class RecurrentStep
{
    /// <summary>x W^T + b.</summary>
    internal static Tensor Map(Tensor x, Tensor weight, Tensor? bias) => Tensor.Epilogue(x.MatMul(weight, transposeThis: false, transposeOther: true), bias);

    /// <summary>h' = (1 - z) n + z h, from the gates r, z, n side by side: [B, 3 H] of the input, with its bias.</summary>
    internal static Tensor Gru(Tensor fromInput, Tensor h, Tensor weight, Tensor? bias)
    {
        using Tensor fromState = Map(h, weight, bias);
        return Tensor.GruStep(fromInput, fromState, h);
    }

    /// <summary>c' = f c + i g and h' = o tanh(c'), from the gates i, f, g, o side by side: [B, 4 H] of the input, with its bias.</summary>
    internal static (Tensor H, Tensor C) Lstm(Tensor fromInput, Tensor h, Tensor c, Tensor weight, Tensor? bias)
    {
        long width = h.Shape[1];
        using Tensor gates = Tensor.Epilogue(h.MatMul(weight, transposeThis: false, transposeOther: true), bias, fromInput);
        using Tensor first = gates.Columns(0, 2 * width);
        using Tensor open = first.Sigmoid();
        using Tensor input = open.Columns(0, width);
        using Tensor forget = open.Columns(width, width);
        using Tensor third = gates.Columns(2 * width, width);
        using Tensor candidate = third.Tanh();
        using Tensor last = gates.Columns(3 * width, width);
        using Tensor output = last.Sigmoid();
        using Tensor kept = forget * c;
        using Tensor added = input * candidate;
        Tensor next = kept + added;
        using Tensor bounded = next.Tanh();
        return (output * bounded, next);
    }

    /// <summary>Checks what a cell is given.</summary>
    internal static void Check(Tensor x, int inputs, Tensor? state, int hidden, string name)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank != 2 || x.Shape[1] != inputs)
        {
            throw new ArgumentException($"'x' must be [B, {inputs}], got {x.Shape}.", nameof(x));
        }

        if (state is not null && state.Shape != new Shape(x.Shape[0], hidden))
        {
            throw new ArgumentException($"'{name}' must be [{x.Shape[0]}, {hidden}], a row for each row of 'x', got {state.Shape}.", name);
        }
    }
}
