using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Tests.Tensors.Engines;

/// <content>Standardisation and its gradient.</content>
internal static partial class EngineCases
{
    public static IEnumerable<EngineCase> Standardizations()
    {
        yield return new("Standardize", (inputs, size) => AlongAxes(inputs, size, special: false, (x, outer, length, inner) =>
        {
            Shape shape = (outer, length, inner);
            EngineBuffer y = inputs.Engine.Standardize(x, outer, length, inner, 0.1, out EngineBuffer mean, out EngineBuffer variance);
            inputs.Return(mean);
            inputs.Return(variance);
            BufferView spread = inputs.Floats((outer, inner), 2, positive: true);
            inputs.Return(inputs.Engine.StandardizeGradient(inputs.Floats(shape), spread, inputs.Floats(shape), outer, length, inner, 0.1));
            return y;
        }), IsSum: true);
    }
}
