using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Reelmill.Core;

namespace Reelmill.Vision.Onnx;

/// <summary>A provider cannot be used on this machine; the code is <c>provider_missing</c>.</summary>
public sealed partial class OnnxProviderException : PipelineException
{
    internal OnnxProviderException(OnnxProvider provider, OnnxRuntime runtime, Exception cause)
        : base("provider_missing", $"Models cannot run on {provider.Name}: {Lack(provider, runtime, cause)}. {Advice(provider, runtime)}", cause) => Provider = provider;

    /// <summary>The provider.</summary>
    public OnnxProvider Provider { get; }

    private static string Lack(OnnxProvider provider, OnnxRuntime runtime, Exception cause) => !runtime.Has(provider)
        ? $"the ONNX Runtime at {runtime.Path} was built without it"
        : MissingLibrary().Match(LoadError(provider, runtime)) is { Success: true } missing ? $"{missing.Groups["library"].Value} was not found" : cause.Message.TrimEnd('.');

    /// <summary>
    /// The runtime says only that it could not load its library for a provider; the loader says what that one lacks. What
    /// loads was loaded before.
    /// </summary>
    private static string LoadError(OnnxProvider provider, OnnxRuntime runtime)
    {
        try
        {
            NativeLibrary.Load(Path.Combine(Path.GetDirectoryName(runtime.Path) ?? string.Empty, $"libonnxruntime_providers_{provider.Name}.so"));
            return string.Empty;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return e.Message;
        }
    }

    private static string Advice(OnnxProvider provider, OnnxRuntime runtime) => (runtime.Has(provider), provider) switch
    {
        (true, OnnxProvider.Cuda) => "Install CUDA 13 and cuDNN 9 and the driver of the GPU, or set models.provider to cpu.",
        (true, OnnxProvider.TensorRt) => "Install TensorRT 10 beside CUDA 13, or set models.provider to cuda or cpu.",
        (true, _) => "Install OpenVINO, or set models.provider to cpu.",
        (false, OnnxProvider.OpenVino) => $"Set {OnnxRuntime.Variable} to a build with OpenVINO, or models.provider to cpu.",
        _ => $"Run 'reelmill models pull --provider {provider.Name}' and start again; where {OnnxRuntime.Variable} is set, set it to a build for GPUs.",
    };

    [GeneratedRegex(@"(?<library>lib[\w.+-]+\.so[.\d]*): cannot open shared object file", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MissingLibrary();
}
