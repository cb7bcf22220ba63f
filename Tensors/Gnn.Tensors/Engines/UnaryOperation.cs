namespace Gnn.Tensors.Engines;

/// <summary>The element-wise functions of one argument, y = f(x; p), with the scalar parameter p where a formula has one.</summary>
public enum UnaryOperation
{
    /// <summary>y = -x.</summary>
    Negate,

    /// <summary>y = |x|; slope 0 at 0.</summary>
    Absolute,

    /// <summary>y = e^x.</summary>
    Exp,

    /// <summary>y = ln x.</summary>
    Log,

    /// <summary>y = sqrt x.</summary>
    Sqrt,

    /// <summary>y = x * x.</summary>
    Square,

    /// <summary>y = 1 / x.</summary>
    Reciprocal,

    /// <summary>y = 1 / sqrt x, and 0 where x = 0: the degree normalisation of a node without edges. Slope 0 at 0, NaN below.</summary>
    InverseSqrt,

    /// <summary>y = x + p.</summary>
    AddScalar,

    /// <summary>y = x * p.</summary>
    MultiplyScalar,

    /// <summary>y = x ^ p.</summary>
    Power,

    /// <summary>y = max(x, 0); NaN stays NaN; slope 0 at 0.</summary>
    Relu,

    /// <summary>y = x where x &gt; 0, else p * x; slope p at 0.</summary>
    LeakyRelu,

    /// <summary>y = x where x &gt; 0, else p * (e^x - 1).</summary>
    Elu,

    /// <summary>y = 1 / (1 + e^-x), without overflow.</summary>
    Sigmoid,

    /// <summary>y = tanh x.</summary>
    Tanh,

    /// <summary>y = x Phi(x) = x (1 + erf(x / sqrt 2)) / 2; 0 at -infinity.</summary>
    Gelu,

    /// <summary>y = x / (1 + e^-x); 0 at -infinity.</summary>
    Silu,

    /// <summary>y = ln(1 + e^x), without overflow.</summary>
    Softplus,

    /// <summary>y = sin x, x in radians; NaN at infinity.</summary>
    Sin,

    /// <summary>y = cos x, x in radians; NaN at infinity.</summary>
    Cos,
}
