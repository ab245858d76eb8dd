using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Reelmill.Core;

namespace Reelmill.Vision.Onnx;

/// <summary>A provider cannot be used on this machine; the code is <c>provider_missing</c>.</summary>
public sealed partial class OnnxProviderException : PipelineException
{
    internal OnnxProviderException(OnnxProvider provider, OnnxRuntime runtime, Exception cause)
        : base("provider_missing", $"Models cannot run on {provider.Name}: {DescribeCause(provider, runtime, cause)}. {GetAdvice(provider, runtime)}", cause) => Provider = provider;

    /// <summary>The unavailable provider.</summary>
    public OnnxProvider Provider { get; }

    private static string DescribeCause(OnnxProvider provider, OnnxRuntime runtime, Exception cause) => !runtime.Supports(provider)
        ? $"the ONNX Runtime at {runtime.Path} was built without it"
        : MissingLibrary().Match(GetLoadError(provider, runtime)) is { Success: true } missing ? $"{missing.Groups["library"].Value} was not found" : cause.Message.TrimEnd('.');

    /// <summary>
    /// Loads the provider library again to get the loader's error: ONNX Runtime reports only that its provider library
    /// could not be loaded, while the loader names the missing dependency.
    /// </summary>
    private static string GetLoadError(OnnxProvider provider, OnnxRuntime runtime)
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

    private static string GetAdvice(OnnxProvider provider, OnnxRuntime runtime) => (runtime.Supports(provider), provider) switch
    {
        (true, OnnxProvider.Cuda) => "Install CUDA 13, cuDNN 9 and the GPU driver, or set models.provider to cpu.",
        (true, OnnxProvider.TensorRt) => "Install TensorRT 10 and CUDA 13, or set models.provider to cuda or cpu.",
        (true, _) => "Install OpenVINO, or set models.provider to cpu.",
        (false, OnnxProvider.OpenVino) => $"Set {OnnxRuntime.Variable} to a build with OpenVINO, or models.provider to cpu.",
        _ => $"Run 'reelmill models pull --provider {provider.Name}' and restart. If {OnnxRuntime.Variable} is set, set it to a GPU build.",
    };

    [GeneratedRegex(@"(?<library>lib[\w.+-]+\.so[.\d]*): cannot open shared object file", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MissingLibrary();
}
