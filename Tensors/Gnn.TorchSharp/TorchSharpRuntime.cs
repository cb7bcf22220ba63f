using System.Globalization;
using System.Reflection;

namespace Gnn.TorchSharp;

/// <summary>What this process finds of TorchSharp: versions, devices, and for what is not there the package to add.</summary>
public static class TorchSharpRuntime
{
    private const string CpuPackage = "TorchSharp-cpu";
    private static readonly string CudaPackage = OperatingSystem.IsWindows() ? "TorchSharp-cuda-windows" : "TorchSharp-cuda-linux";
    private static readonly Lazy<string?> LazyLoadFailure = new(LoadFailure);
    private static readonly Lazy<string?> LazyCpuProblem = new(() => NotLoaded(CpuPackage));
    private static readonly Lazy<string?> LazyCudaProblem = new(() => NotLoaded(CudaPackage) ?? NoCuda());

    /// <summary>The version of TorchSharp that this process runs, for example <c>0.107.0</c>.</summary>
    public static string TorchSharpVersion
    {
        get
        {
            Assembly library = typeof(Torch).Assembly;
            string? text = library.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
            return text ?? library.GetName().Version?.ToString(3) ?? "unknown";
        }
    }

    /// <summary>The version of libtorch that this TorchSharp was made for, for example <c>2.10.0</c>; unknown where libtorch does not load.</summary>
    public static string LibtorchVersion => LazyLoadFailure.Value is null ? Torch.__version__ : "unknown";

    /// <summary>Why the device <c>cpu</c> cannot be used, with the cure; null if it can.</summary>
    public static string? CpuProblem => LazyCpuProblem.Value;

    /// <summary>Why no CUDA device can be used, with the cure; null if one can.</summary>
    public static string? CudaProblem => LazyCudaProblem.Value;

    /// <summary>The number of CUDA devices that can be used.</summary>
    public static int CudaDeviceCount => CudaProblem is null ? Torch.cuda.device_count() : 0;

    /// <summary>The CUDA device that a name means; null for <c>cpu</c>.</summary>
    internal static int? DeviceIndex(string device)
    {
        const string prefix = "cuda:";
        if (device == "cpu")
        {
            return null;
        }

        if (device == "cuda")
        {
            return 0;
        }

        if (device.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(device.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            return index;
        }

        throw new ArgumentException($"'{nameof(device)}' must be cpu, cuda or cuda:N with N from 0, got '{device}'.", nameof(device));
    }

    /// <summary>Throws unless a device can be used.</summary>
    internal static void Require(string device, int? index)
    {
        if ((index is null ? CpuProblem : CudaProblem) is { } problem)
        {
            throw new NotSupportedException($"The device '{device}' cannot be used: {problem}");
        }

        if (index is { } wanted && wanted >= CudaDeviceCount)
        {
            throw new NotSupportedException(
                $"The device '{device}' cannot be used: this machine has {CudaDeviceCount} CUDA device(s), numbered from 0.");
        }
    }

    private static string? NotLoaded(string package) =>
        LazyLoadFailure.Value is { } reason ? $"the native library of the package {package} does not load {Cure(package)} TorchSharp says: {reason}" : null;

    private static string? LoadFailure()
    {
        try
        {
            Torch.InitializeDeviceType(global::TorchSharp.DeviceType.CPU);
            return null;
        }
#pragma warning disable CA1031 // Whatever TorchSharp throws while it looks for its native library, the answer is the same.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return FirstLine(exception);
        }
    }

    private static string? NoCuda()
    {
        string cure = $"it needs an NVIDIA driver and the package {CudaPackage} {Cure(CudaPackage)}";
        try
        {
            return Torch.cuda.is_available() ? null : $"libtorch sees no CUDA device; {cure}";
        }
#pragma warning disable CA1031 // Whatever TorchSharp throws while it loads the part for CUDA, the answer is the same.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return $"libtorch's part for CUDA does not load; {cure} TorchSharp says: {FirstLine(exception)}";
        }
    }

    private static string FirstLine(Exception exception) =>
        exception.GetBaseException().Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? exception.GetType().Name;

    private static string Cure(string package) => $"(dotnet add package {package} --version {TorchSharpVersion}).";
}
