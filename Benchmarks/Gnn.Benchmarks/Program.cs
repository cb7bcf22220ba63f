using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Gnn.Benchmarks.GcnStepBenchmark).Assembly).Run(args);
