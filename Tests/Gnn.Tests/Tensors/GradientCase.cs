using Gnn.Tensors;

namespace Gnn.Tests.Tensors;

/// <summary>A differentiable function and a point on the reference engine at which all its derivatives exist.</summary>
/// <param name="Name">What is differentiated.</param>
/// <param name="Function">The function; floating inputs are differentiated.</param>
/// <param name="Inputs">Makes the point.</param>
internal sealed record GradientCase(string Name, Func<Tensor[], Tensor> Function, params Func<Tensor>[] Inputs)
{
    internal Tensor[] Point() => Array.ConvertAll(Inputs, make => make());

    public override string ToString() => Name;
}
