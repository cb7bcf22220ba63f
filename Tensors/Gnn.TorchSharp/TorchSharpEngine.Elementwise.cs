using System.Diagnostics;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.TorchSharp;

public sealed unsafe partial class TorchSharpEngine
{
    /// <inheritdoc/>
    public override EngineBuffer Unary(UnaryOperation operation, in BufferView x, double parameter)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor from = Read(work, x, x.Count);
        return Wrap(work, Value(work, operation, from, parameter), x.Count);
    }

    /// <inheritdoc/>
    public override EngineBuffer UnaryGradient(UnaryOperation operation, in BufferView x, in BufferView y, in BufferView gradient, double parameter)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor slope = Slope(work, operation, Read(work, x, x.Count), Read(work, y, y.Count), parameter);
        return Wrap(work, work.Own(slope.mul(Read(work, gradient, gradient.Count))), x.Count);
    }

    /// <inheritdoc/>
    public override EngineBuffer Binary(BinaryOperation operation, in BufferView a, in BufferView b, in Shape shape)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor left = Read(work, a);
        TorchTensor right = Read(work, b);
        TorchTensor y = work.Own(operation switch
        {
            BinaryOperation.Add => left.add(right),
            BinaryOperation.Subtract => left.sub(right),
            BinaryOperation.Multiply => left.mul(right),
            BinaryOperation.Divide => left.div(right),
            BinaryOperation.Maximum => left.maximum(right),
            BinaryOperation.Minimum => left.minimum(right),
            _ => throw new UnreachableException(),
        });
        return Wrap(work, y, shape.Count);
    }

    /// <inheritdoc/>
    public override EngineBuffer Compare(ComparisonOperation operation, in BufferView a, in BufferView b, in Shape shape)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor left = Read(work, a);
        TorchTensor right = Read(work, b);
        TorchTensor y = work.Own(operation switch
        {
            ComparisonOperation.Equal => left.eq(right),
            ComparisonOperation.NotEqual => left.ne(right),
            ComparisonOperation.Less => left.lt(right),
            ComparisonOperation.LessOrEqual => left.le(right),
            ComparisonOperation.Greater => left.gt(right),
            ComparisonOperation.GreaterOrEqual => left.ge(right),
            _ => throw new UnreachableException(),
        });
        return Wrap(work, y, DataType.Bool, shape.Count);
    }

    /// <inheritdoc/>
    public override EngineBuffer Select(in BufferView condition, in BufferView a, in BufferView b)
    {
        using Workspace work = Workspace.Enter();
        long count = condition.Count;
        TorchTensor y = Where(work, Read(work, condition, count), Read(work, a, count), Read(work, b, count));
        return Wrap(work, y, count);
    }

    /// <inheritdoc/>
    public override EngineBuffer Broadcast(in BufferView x, in Shape shape)
    {
        using Workspace work = Workspace.Enter();
        long[] axes = new long[shape.Rank];
        shape.CopyTo(axes);
        TorchTensor wide = work.Own(Read(work, x).expand(axes));
        return WrapCopy(work, wide, DataType.Float32, shape.Count, range: null, axes);
    }

    /// <summary>The chance that a standard normal number is at most x.</summary>
    private static TorchTensor Normal(Workspace work, TorchTensor x) =>
        work.Own(work.Own(work.Own(x.mul(work.Number(-Math.Sqrt(0.5)))).erfc()).mul(work.Number(0.5)));

    private static TorchTensor Where(Workspace work, TorchTensor condition, TorchTensor yes, TorchTensor no) => work.Own(yes.where(condition, no));

    /// <summary>A number as a tensor without axes, for calls that take no scalar. It is made on the device, so that the host does not wait.</summary>
    private TorchTensor Constant(Workspace work, double value) =>
        work.Own(Torch.full(Array.Empty<long>(), work.Number(value), dtype: TorchType.Float32, device: _device));

    private TorchTensor Value(Workspace work, UnaryOperation operation, TorchTensor x, double p)
    {
        return work.Own(operation switch
        {
            UnaryOperation.Negate => x.neg(),
            UnaryOperation.Absolute => x.abs(),
            UnaryOperation.Exp => x.exp(),
            UnaryOperation.Log => x.log(),
            UnaryOperation.Sqrt => x.sqrt(),
            UnaryOperation.Square => x.mul(x),
            UnaryOperation.Reciprocal => x.reciprocal(),
            UnaryOperation.InverseSqrt => Constant(work, 0).where(work.Own(x.eq(work.Number(0))), work.Own(x.rsqrt())),
            UnaryOperation.AddScalar => x.add(work.Number(p)),
            UnaryOperation.MultiplyScalar => x.mul(work.Number(p)),
            UnaryOperation.Power => x.pow(work.Number(p)),
            UnaryOperation.Relu => x.relu(),
            UnaryOperation.LeakyRelu => x.where(IsPositive(), work.Own(x.mul(work.Number(p)))),
            UnaryOperation.Elu => x.where(IsPositive(), work.Own(work.Own(x.expm1()).mul(work.Number(p)))),
            UnaryOperation.Sigmoid => x.sigmoid(),
            UnaryOperation.Tanh => x.tanh(),
            UnaryOperation.Gelu => Normal(work, x).mul(Above()),
            UnaryOperation.Silu => work.Own(x.sigmoid()).mul(Above()),
            UnaryOperation.Softplus => work.Own(x.clamp_min(work.Number(0))).add(work.Own(work.Own(work.Own(work.Own(x.abs()).neg()).exp()).log1p())),
            UnaryOperation.Sin => x.sin(),
            UnaryOperation.Cos => x.cos(),
            _ => throw new UnreachableException(),
        });

        TorchTensor IsPositive() => work.Own(x.gt(work.Number(0)));

        TorchTensor Above() => work.Own(x.clamp_min(work.Number(-FlatFrom)));
    }

    private TorchTensor Slope(Workspace work, UnaryOperation operation, TorchTensor x, TorchTensor y, double p)
    {
        return operation switch
        {
            UnaryOperation.Negate => Constant(work, -1),
            UnaryOperation.Absolute => Where(work, work.Own(x.isnan()), x, work.Own(x.sign())),
            UnaryOperation.Exp => y,
            UnaryOperation.Log => work.Own(x.reciprocal()),
            UnaryOperation.Sqrt => Times(y.reciprocal(), 0.5),
            UnaryOperation.Square => work.Own(x.mul(work.Number(2))),
            UnaryOperation.Reciprocal => Times(y.mul(y), -1),
            UnaryOperation.InverseSqrt => Times(work.Own(y.mul(y)).mul(y), -0.5),
            UnaryOperation.AddScalar => Constant(work, 1),
            UnaryOperation.MultiplyScalar => Constant(work, p),
            UnaryOperation.Power => p == 0 ? Constant(work, 0) : Times(x.pow(work.Number(p - 1)), p),
            UnaryOperation.Relu => work.Own(x.gt(work.Number(0))),
            UnaryOperation.LeakyRelu => Where(work, work.Own(x.gt(work.Number(0))), Constant(work, 1), Constant(work, p)),
            UnaryOperation.Elu => Where(work, work.Own(x.gt(work.Number(0))), Constant(work, 1), Times(x.exp(), p)),
            UnaryOperation.Sigmoid => work.Own(y.sub(work.Own(y.mul(y)))),
            UnaryOperation.Tanh => work.Own(Times(y.mul(y), -1).add(work.Number(1))),
            UnaryOperation.Gelu => GeluSlope(Bounded()),
            UnaryOperation.Silu => SiluSlope(Bounded()),
            UnaryOperation.Softplus => work.Own(x.sigmoid()),
            UnaryOperation.Sin => work.Own(x.cos()),
            UnaryOperation.Cos => Times(x.sin(), -1),
            _ => throw new UnreachableException(),
        };

        TorchTensor Bounded() => work.Own(work.Own(x.clamp_min(work.Number(-FlatFrom))).clamp_max(work.Number(FlatFrom)));

        TorchTensor GeluSlope(TorchTensor b)
        {
            TorchTensor bell = work.Own(Times(b.mul(b), -0.5).exp());
            return work.Own(Normal(work, b).add(Times(bell.mul(b), 1 / Math.Sqrt(2 * Math.PI))));
        }

        TorchTensor SiluSlope(TorchTensor b)
        {
            TorchTensor gate = work.Own(b.sigmoid());
            TorchTensor rest = work.Own(Times(b.sigmoid(), -1).add(work.Number(1)));
            return work.Own(gate.mul(work.Own(work.Own(rest.mul(b)).add(work.Number(1)))));
        }

        TorchTensor Times(TorchTensor fresh, double factor)
        {
            work.Own(work.Own(fresh).mul_(work.Number(factor)));
            return fresh;
        }
    }
}
