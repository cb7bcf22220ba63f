namespace Gnn.Layers;

/// <summary>A function that is applied to every element between layers.</summary>
public enum Activation
{
    /// <summary>x.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x where x &gt; 0, else e^x - 1 (Clevert, Unterthiner and Hochreiter, 2016).</summary>
    Elu,

    /// <summary>x where x &gt; 0, else 0.01 x.</summary>
    LeakyRelu,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>x Phi(x) = x (1 + erf(x / sqrt 2)) / 2 (Hendrycks and Gimpel, 2016).</summary>
    Gelu,

    /// <summary>x / (1 + e^-x) (Elfwing, Uchibe and Doya, 2018).</summary>
    Silu,
}
