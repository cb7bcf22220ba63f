using Gnn.Tensors.Engines;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>a + b, broadcast as NumPy does.</summary>
    /// <param name="a">A floating tensor.</param>
    /// <param name="b">A floating tensor.</param>
    /// <returns>The sum.</returns>
    public static Tensor operator +(Tensor a, Tensor b) => Combine(BinaryOperation.Add, a, b);

    /// <summary>a - b, broadcast as NumPy does.</summary>
    /// <param name="a">A floating tensor.</param>
    /// <param name="b">A floating tensor.</param>
    /// <returns>The difference.</returns>
    public static Tensor operator -(Tensor a, Tensor b) => Combine(BinaryOperation.Subtract, a, b);

    /// <summary>a * b element by element, broadcast as NumPy does.</summary>
    /// <param name="a">A floating tensor.</param>
    /// <param name="b">A floating tensor.</param>
    /// <returns>The product.</returns>
    public static Tensor operator *(Tensor a, Tensor b) => Combine(BinaryOperation.Multiply, a, b);

    /// <summary>a / b element by element, broadcast as NumPy does.</summary>
    /// <param name="a">A floating tensor.</param>
    /// <param name="b">A floating tensor.</param>
    /// <returns>The quotient.</returns>
    public static Tensor operator /(Tensor a, Tensor b) => Combine(BinaryOperation.Divide, a, b);

    /// <summary>a + b.</summary>
    /// <param name="a">A floating tensor.</param>
    /// <param name="b">A number.</param>
    /// <returns>The sum.</returns>
    public static Tensor operator +(Tensor a, double b) => Apply(UnaryOperation.AddScalar, a, b);

    /// <summary>a - b.</summary>
    /// <param name="a">A floating tensor.</param>
    /// <param name="b">A number.</param>
    /// <returns>The difference.</returns>
    public static Tensor operator -(Tensor a, double b) => Apply(UnaryOperation.AddScalar, a, -b);

    /// <summary>a * b.</summary>
    /// <param name="a">A floating tensor.</param>
    /// <param name="b">A number.</param>
    /// <returns>The product.</returns>
    public static Tensor operator *(Tensor a, double b) => Apply(UnaryOperation.MultiplyScalar, a, b);

    /// <summary>a * b.</summary>
    /// <param name="a">A number.</param>
    /// <param name="b">A floating tensor.</param>
    /// <returns>The product.</returns>
    public static Tensor operator *(double a, Tensor b) => Apply(UnaryOperation.MultiplyScalar, b, a);

    /// <summary>a / b.</summary>
    /// <param name="a">A floating tensor.</param>
    /// <param name="b">A number.</param>
    /// <returns>The quotient.</returns>
    public static Tensor operator /(Tensor a, double b) => Apply(UnaryOperation.MultiplyScalar, a, 1 / b);

    /// <summary>-a.</summary>
    /// <param name="a">A floating tensor.</param>
    /// <returns>The negative.</returns>
    public static Tensor operator -(Tensor a) => Apply(UnaryOperation.Negate, a);
}
