using Gnn.Testing;
using Gnn.Training.Schedules;
using NUnit.Framework;

namespace Gnn.Tests.Training.Schedules;

internal sealed class ScheduleTests
{
    private static IReadOnlyList<GoldenCase> Cases => GoldenFile.Read("sched");

    [TestCaseSource(nameof(Cases))]
    public void At_GoldenCase_IsTheRateOfEveryStep(GoldenCase golden)
    {
        ILearningRateSchedule schedule = Create(golden);
        double[] results = golden.Inputs.TryGetValue("metrics", out GoldenArray? metrics) ? metrics.Values : new double[golden.Outputs["lr"].Values.Length];
        double[] expected = golden.Outputs.TryGetValue("final_lr", out GoldenArray? final) ? [.. golden.Outputs["lr"].Values, final.Values[0]] : golden.Outputs["lr"].Values;
        var past = new List<EpochResult>();
        for (int step = 0; step < expected.Length; step++)
        {
            // The upstream forms multiply from step to step, which rounds otherwise.
            Assert.That(schedule.At(step, 0.1, past), Is.EqualTo(expected[step]).Within(1e-15), $"step {step}");
            past.Add(new EpochResult(double.NaN, step < results.Length ? results[step] : 0, step < results.Length ? results[step] : 0));
        }
    }

    [Test]
    public void Cases_OfTheGoldenFile_AreAllThere() => Assert.That(Cases, Has.Count.EqualTo(15));

    [Test]
    public void At_AfterTheEnd_Stays()
    {
        ILearningRateSchedule[] schedules =
        [
            new CosineSchedule(10, 0.01), new LinearSchedule(10, 1, 0.1), new PolynomialSchedule(10, 2, 0.01), new WarmRestartsSchedule(5, end: 0.01, cycles: 2),
            new WarmupSchedule(4, new CosineSchedule(6, 0.01)), new OneCycleSchedule(11, rise: 1, fall: 10),
        ];

        foreach (ILearningRateSchedule schedule in schedules)
        {
            Assert.That(schedule.At(10, 0.1, []), Is.EqualTo(0.01).Within(1e-15), $"{schedule}");
            Assert.That(schedule.At(1000, 0.1, []), Is.EqualTo(0.01).Within(1e-15), $"{schedule}");
        }
    }

    [Test]
    public void At_GrowingRestarts_BeginEachCycleAtTheTop()
    {
        var schedule = new WarmRestartsSchedule(2, growth: 2);

        Assert.That(Enumerable.Range(0, 15).Where(step => schedule.At(step, 1, []) == 1), Is.EqualTo(new[] { 0, 2, 6, 14 }));
    }

    [Test]
    public void At_PlateauWithCooldownAndLeast_WaitsAndStops()
    {
        var schedule = new PlateauSchedule(factor: 0.5, patience: 0, watch: PlateauWatch.TrainLoss, cooldown: 2, least: 0.2);
        EpochResult[] past = [.. Enumerable.Repeat(new EpochResult(1, double.NaN, double.NaN), 20)];

        double[] rates = [.. Enumerable.Range(0, 12).Select(step => schedule.At(step, 1, past[..step]))];

        Assert.That(rates, Is.EqualTo(new[] { 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.2, 0.2, 0.2, 0.2 }));
        Assert.That(schedule.At(0, 0.1, past), Is.EqualTo(0.1), "a rate below the least is left as it is");
    }

    [Test]
    public void Settings_OutOfRange_AreRefused()
    {
        Assert.That(() => new StepSchedule(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new MultiStepSchedule([-1]), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ExponentialSchedule(1.5), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new WarmupSchedule(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new WarmRestartsSchedule(0.5), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new OneCycleSchedule(2, 0.5), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new PlateauSchedule(factor: 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CosineSchedule(5, double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static ILearningRateSchedule Create(GoldenCase golden)
    {
        int warmup = golden.IntegerArgument("num_warmup_steps", 0);
        int rest = golden.IntegerArgument("num_training_steps", 0) - warmup;
        return golden.Name switch
        {
            "step_3" => new StepSchedule(golden.IntegerArgument("step_size", 0), Number("gamma")),
            "multi_step" => new MultiStepSchedule([4, 9, 15], Number("gamma")),
            "exponential_2" => new ExponentialSchedule(Number("gamma")),
            "cosine" => new CosineSchedule(golden.IntegerArgument("T_max", 0)),
            "warm_restarts" => new WarmRestartsSchedule(golden.IntegerArgument("T_0", 0)),
            "plateau" => new PlateauSchedule(Number("factor"), golden.IntegerArgument("patience", 0)),
            "plateau_max_abs" => new PlateauSchedule(
                Number("factor"), golden.IntegerArgument("patience", 0), PlateauWatch.ValidationScore, Number("threshold"), PlateauThreshold.Absolute),
            "linear" => new LinearSchedule(golden.IntegerArgument("total_iters", 0), Number("start_factor"), Number("end_factor")),
            "polynomial" => new PolynomialSchedule(golden.IntegerArgument("total_iters", 0), Number("power")),
            "one_cycle" => new OneCycleSchedule(golden.IntegerArgument("total_steps", 0), Number("pct_start")),
            "pyg_constant_warmup" => new WarmupSchedule(warmup),
            "pyg_linear_warmup" => new WarmupSchedule(warmup, new LinearSchedule(rest)),
            "pyg_cosine_warmup" => new WarmupSchedule(warmup, new CosineSchedule(rest)),
            "pyg_cosine_restarts" => new WarmupSchedule(
                warmup, new WarmRestartsSchedule(rest / Number("num_cycles"), cycles: golden.IntegerArgument("num_cycles", 1))),
            "pyg_polynomial_warmup" => new WarmupSchedule(warmup, new PolynomialSchedule(rest, Number("power"), Number("lr_end"))),
            _ => throw new NotSupportedException(golden.Name),
        };

        double Number(string name) => golden.NumberArgument(name, double.NaN);
    }
}
