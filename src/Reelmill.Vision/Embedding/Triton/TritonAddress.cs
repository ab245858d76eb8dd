using Reelmill.Vision.Models;

namespace Reelmill.Vision.Embedding.Triton;

/// <summary>The address of a model on an inference server: <c>http://host:8000/model</c> or <c>http://host:8000/model/version</c>.</summary>
/// <param name="Server">The root URL of the server.</param>
/// <param name="Model">The name of the model.</param>
/// <param name="ModelVersion">The version of the model; null lets the server choose.</param>
internal sealed record TritonAddress(Uri Server, string Model, string? ModelVersion)
{
    /// <summary>The URL of the model in the KServe v2 protocol (Open Inference Protocol) over HTTP.</summary>
    public Uri ModelUri => new(Server, $"v2/models/{Uri.EscapeDataString(Model)}" + (ModelVersion is null ? string.Empty : $"/versions/{Uri.EscapeDataString(ModelVersion)}"));

    /// <summary>Parses an address with an optional prefix <c>triton:</c>.</summary>
    /// <exception cref="ModelException"><c>embedder_unsuited</c>: the text is not an address of a model.</exception>
    public static TritonAddress Parse(string text)
    {
        const string Prefix = "triton:";
        var address = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        var valid = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Query.Length == 0 && uri.UserInfo.Length == 0;
        string[] names = valid ? [.. uri!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)] : [];
        return names.Length is 1 or 2
            ? new TritonAddress(new Uri(uri!.GetLeftPart(UriPartial.Authority) + "/"), names[0], names.Length == 2 ? names[1] : null)
            : throw new ModelException("embedder_unsuited", $"'{text}' is not the address of a model on an inference server. Write triton:http://host:8000/model or triton:http://host:8000/model/version.");
    }
}
