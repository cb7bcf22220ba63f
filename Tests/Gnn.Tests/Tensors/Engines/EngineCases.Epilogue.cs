using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Tests.Tensors.Engines;

/// <content>What ends a layer, and what ends a classifier.</content>
internal static partial class EngineCases
{
    public static IEnumerable<EngineCase> Epilogues()
    {
        foreach (UnaryOperation? activation in new UnaryOperation?[] { null, UnaryOperation.Relu, UnaryOperation.Elu })
        {
            foreach (double dropout in new[] { 0, 0.4 })
            {
                yield return new($"Epilogue {activation} dropout {dropout}", (inputs, size) =>
                {
                    Shape shape = (size.Rows, size.Columns);
                    BufferView x = inputs.Floats(shape), addend = inputs.Floats(shape), bias = inputs.Floats(size.Columns);
                    var options = new EpilogueOptions(activation, 0.7, dropout, Source);
                    EngineBuffer result = inputs.Engine.Epilogue(x, addend, bias, options, mayOverwrite: false, forGradient: true, out EngineBuffer? saved);
                    inputs.Return(result);
                    BufferView state = saved is null ? new BufferView(result, 0, shape) : inputs.Keep(saved, saved.Length);
                    inputs.Return(inputs.Engine.Epilogue(x, default, bias, options, mayOverwrite: false, forGradient: false, out _));
                    inputs.Return(inputs.Engine.EpilogueGradient(state, inputs.Floats(shape), options, mayOverwrite: false));
                }, IsSum: true);
            }
        }

        yield return new("GruStep", (inputs, size) =>
        {
            Shape shape = (size.Rows, size.Columns), gateShape = (size.Rows, 3 * size.Columns);
            BufferView fromInput = inputs.Floats(gateShape), fromState = inputs.Floats(gateShape), state = inputs.Floats(shape);
            inputs.Return(inputs.Engine.GruStep(fromInput, fromState, state, forGradient: true, out EngineBuffer? gates));
            inputs.Return(inputs.Engine.GruStepGradient(
                inputs.Keep(gates!, gateShape), fromState, state, inputs.Floats(shape), out EngineBuffer toFromState, out EngineBuffer toState));
            inputs.Return(toFromState);
            inputs.Return(toState);
        }, IsSum: true);
        foreach (PairDistance distance in Enum.GetValues<PairDistance>())
        {
            yield return new($"PairDistances {distance}", (inputs, size) =>
            {
                Shape shape = (size.Rows, 2 * size.Columns), candidates = (7, 2 * size.Columns);
                BufferView a = inputs.Floats(shape), b = inputs.Floats(candidates);
                BufferView y = inputs.Keep(inputs.Engine.PairDistances(distance, a, b, groups: 1), (size.Rows, 7));
                inputs.Return(inputs.Engine.PairDistancesGradient(distance, a, b, groups: 1, y, inputs.Floats((size.Rows, 7)), out EngineBuffer toB));
                inputs.Return(toB);
            }, IsSum: true);
        }

        yield return new("CrossEntropy", (inputs, size) =>
        {
            Shape shape = (size.Rows, Math.Max(1, size.Columns));
            BufferView x = inputs.Floats(shape, 20);
            BufferView labels = inputs.Ints(size.Rows, (int)shape[1], size.IsWide);
            inputs.Return(inputs.Engine.CrossEntropy(x, labels, out EngineBuffer saved));
            BufferView state = inputs.Keep(saved, saved.Length);
            inputs.Return(inputs.Engine.CrossEntropyGradient(x, labels, state, inputs.Floats(size.Rows)));
        }, IsSum: true);
    }
}
