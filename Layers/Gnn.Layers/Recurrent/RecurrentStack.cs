using Gnn.Tensors;

namespace Gnn.Layers.Recurrent;

/// <summary>Layers and directions of a recurrence over sequences, what <see cref="Gru"/> and <see cref="Lstm"/> share. The parameters are registered with the
/// module that has them.</summary>
internal sealed class RecurrentStack
{
    private readonly Direction[] _directions;
    private readonly RecurrentOptions _options;
    private readonly int _inputs;
    private readonly int _hidden;
    private readonly Step _step;

    internal RecurrentStack(
        int inputs, int hidden, int gates, RandomSource random, RecurrentOptions? options, Func<string, Tensor, Parameter> add, Step step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        _options = options ?? new RecurrentOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Layers, 1, nameof(RecurrentOptions.Layers));
        Throw.IfNotDropout(_options.Dropout, nameof(RecurrentOptions.Dropout));
        (_inputs, _hidden, _step) = (inputs, hidden, step);
        int rows = checked(gates * hidden);
        _directions = new Direction[_options.Layers * _options.Directions];
        for (int place = 0; place < _directions.Length; place++)
        {
            int layer = place / _options.Directions;
            int columns = layer == 0 ? inputs : checked(hidden * _options.Directions);
            string suffix = FormattableString.Invariant($"l{layer}") + (place % _options.Directions == 0 ? "" : "_reverse");
            _directions[place] = new Direction(
                Add($"weight_ih_{suffix}", (rows, columns)),
                Add($"weight_hh_{suffix}", (rows, hidden)),
                _options.Bias ? Add($"bias_ih_{suffix}", rows) : null,
                _options.Bias ? Add($"bias_hh_{suffix}", rows) : null);
        }

        Parameter Add(string name, Shape shape) => add(name, Initialize.FanIn(shape, hidden, random.Stream(name)));
    }

    /// <summary>From what the input gives to the gates, [B, gates H], and the states, [B, H] each, to the next states; the first is the output.</summary>
    internal delegate Tensor[] Step(Tensor fromInput, Tensor[] states, Tensor weight, Tensor? bias);

    internal int OutputWidth => _hidden * _options.Directions;

    /// <summary>Runs all layers.</summary>
    /// <param name="context">Training or inference, random numbers for dropout.</param>
    /// <param name="x">[T, B, inputs].</param>
    /// <param name="initial">The states before the first step, [layers * directions, B, H] each; zeros if null.</param>
    /// <param name="lengths">The number of steps of each sequence; all have T if null.</param>
    /// <returns>The outputs, [T, B, directions * H], and the last states, [layers * directions, B, H] each.</returns>
    internal (Tensor Output, Tensor[] Finals) Run(in ForwardContext context, Tensor x, Tensor?[] initial, IReadOnlyList<int>? lengths)
    {
        Check(x, initial, lengths);
        (long steps, long batch) = (x.Shape[0], x.Shape[1]);
        Tensor?[] masks = Masks(x, lengths);
        Tensor[]?[] begins = [.. initial.Select(state => state is null ? null : Slices.OfFirstAxis(state))];
        var finals = new Tensor[initial.Length][];
        for (int kind = 0; kind < initial.Length; kind++)
        {
            finals[kind] = new Tensor[_directions.Length];
        }

        Tensor rows = x.Reshape((steps * batch, _inputs));
        for (int layer = 0; layer < _options.Layers; layer++)
        {
            var outputs = new Tensor[_options.Directions];
            for (int direction = 0; direction < outputs.Length; direction++)
            {
                int place = (layer * outputs.Length) + direction;
                Tensor[] states = [.. begins.Select(begin => begin is null ? Tensor.Zeros((batch, _hidden), x.Engine) : begin[place])];
                outputs[direction] = RunDirection(_directions[place], rows, steps, states, masks, isReverse: direction == 1);
                for (int kind = 0; kind < states.Length; kind++)
                {
                    finals[kind][place] = states[kind];
                }
            }

            Tensor output = outputs.Length == 1 ? outputs[0] : Tensor.Concatenate(outputs, axis: 1);
            rows = layer == _options.Layers - 1 ? output : context.Dropout(output, _options.Dropout);
        }

        Shape shape = (_directions.Length, batch, _hidden);
        return (rows.Reshape((steps, batch, OutputWidth)), [.. finals.Select(states => Tensor.Concatenate(states, axis: 0).Reshape(shape))]);
    }

    /// <summary>One direction of one layer: the outputs [T B, H]; the states become the last ones.</summary>
    private Tensor RunDirection(in Direction direction, Tensor rows, long steps, Tensor[] states, Tensor?[] masks, bool isReverse)
    {
        Tensor fromInput = RecurrentStep.Map(rows, direction.InputWeight.Value, direction.InputBias?.Value);
        Tensor[] ofSteps = Slices.OfFirstAxis(fromInput.Reshape((steps, rows.Shape[0] / steps, fromInput.Shape[1])));
        var outputs = new Tensor[steps];
        for (int i = 0; i < outputs.Length; i++)
        {
            int step = isReverse ? outputs.Length - 1 - i : i;
            Tensor[] next = _step(ofSteps[step], states, direction.StateWeight.Value, direction.StateBias?.Value);
            Tensor? mask = masks[step];
            outputs[step] = mask is null ? next[0] : next[0] * mask;
            for (int kind = 0; kind < states.Length; kind++)
            {
                states[kind] = mask is null ? next[kind] : states[kind] + ((next[kind] - states[kind]) * mask);
            }
        }

        return Tensor.Concatenate(outputs, axis: 0);
    }

    /// <summary>1 for the sequences that a step belongs to, else 0, [B, 1]; null where it belongs to all.</summary>
    private static Tensor?[] Masks(Tensor x, IReadOnlyList<int>? lengths)
    {
        var masks = new Tensor?[x.Shape[0]];
        int shortest = lengths is null || lengths.Count == 0 ? masks.Length : lengths.Min();
        for (int step = shortest; step < masks.Length; step++)
        {
            masks[step] = Tensor.Create([.. lengths!.Select(length => step < length ? 1.0 : 0)], (lengths!.Count, 1), x.Engine);
        }

        return masks;
    }

    private void Check(Tensor x, Tensor?[] initial, IReadOnlyList<int>? lengths)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank != 3 || x.Shape[2] != _inputs || x.Shape[0] < 1)
        {
            throw new ArgumentException($"'x' must be [T, B, {_inputs}] with at least one step, got {x.Shape}.", nameof(x));
        }

        Shape shape = (_directions.Length, x.Shape[1], _hidden);
        for (int kind = 0; kind < initial.Length; kind++)
        {
            if (initial[kind] is { } given && given.Shape != shape)
            {
                string name = kind == 0 ? "state" : "cell";
                throw new ArgumentException($"'{name}' must be [layers * directions, B, hidden], {shape}, got {given.Shape}.", name);
            }
        }

        if (lengths is not null && (lengths.Count != x.Shape[1] || lengths.Any(length => length < 0 || length > x.Shape[0])))
        {
            throw new ArgumentException(
                $"'lengths' must have a number of steps in [0, {x.Shape[0]}] for each of {x.Shape[1]} sequences, got [{string.Join(", ", lengths)}].", nameof(lengths));
        }
    }

    private readonly record struct Direction(Parameter InputWeight, Parameter StateWeight, Parameter? InputBias, Parameter? StateBias);
}
