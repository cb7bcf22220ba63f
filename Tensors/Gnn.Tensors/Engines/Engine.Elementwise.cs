namespace Gnn.Tensors.Engines;

public abstract partial class Engine
{
    /// <summary>y = f(x; p), element by element.</summary>
    /// <param name="operation">The function.</param>
    /// <param name="x">A floating view.</param>
    /// <param name="parameter">p, where the function has one.</param>
    /// <returns>As many elements as x.</returns>
    public abstract EngineBuffer Unary(UnaryOperation operation, in BufferView x, double parameter);

    /// <summary>The gradient of <see cref="Unary"/>: gradient * f'(x; p), element by element.</summary>
    /// <param name="operation">The function.</param>
    /// <param name="x">What the function was given.</param>
    /// <param name="y">What it returned.</param>
    /// <param name="gradient">The gradient of y.</param>
    /// <param name="parameter">p, where the function has one.</param>
    /// <returns>The gradient of x.</returns>
    public abstract EngineBuffer UnaryGradient(UnaryOperation operation, in BufferView x, in BufferView y, in BufferView gradient, double parameter);

    /// <summary>y = f(a, b), element by element, both broadcast to a common shape.</summary>
    /// <param name="operation">The function.</param>
    /// <param name="a">A floating view whose shape broadcasts to <paramref name="shape"/>.</param>
    /// <param name="b">A floating view whose shape broadcasts to <paramref name="shape"/>.</param>
    /// <param name="shape">The shape of the result.</param>
    /// <returns>As many elements as the shape has.</returns>
    public abstract EngineBuffer Binary(BinaryOperation operation, in BufferView a, in BufferView b, in Shape shape);

    /// <summary>The comparison of a and b, element by element, both broadcast to a common shape.</summary>
    /// <param name="operation">The comparison.</param>
    /// <param name="a">A view whose shape broadcasts to <paramref name="shape"/>; floating, Int32 or Int64.</param>
    /// <param name="b">A view of the same type whose shape broadcasts to <paramref name="shape"/>.</param>
    /// <param name="shape">The shape of the result.</param>
    /// <returns>Bool elements, as many as the shape has.</returns>
    public abstract EngineBuffer Compare(ComparisonOperation operation, in BufferView a, in BufferView b, in Shape shape);

    /// <summary>a where the condition holds, else b; all three of one shape.</summary>
    /// <param name="condition">A bool view.</param>
    /// <param name="a">A floating view.</param>
    /// <param name="b">A floating view.</param>
    /// <returns>As many elements as the condition.</returns>
    public abstract EngineBuffer Select(in BufferView condition, in BufferView a, in BufferView b);

    /// <summary>x repeated to a shape that it broadcasts to.</summary>
    /// <param name="x">A floating view.</param>
    /// <param name="shape">The shape of the result.</param>
    /// <returns>As many elements as the shape has.</returns>
    public abstract EngineBuffer Broadcast(in BufferView x, in Shape shape);
}
