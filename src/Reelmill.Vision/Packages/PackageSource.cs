using System.Net.Http.Headers;

namespace Reelmill.Vision.Packages;

/// <summary>A source of packages: a registry or a folder.</summary>
/// <param name="Address">The URL of a registry, or the path of a folder with package files.</param>
/// <param name="Credentials">The credentials of requests; null for none.</param>
internal sealed record PackageSource(string Address, AuthenticationHeaderValue? Credentials = null)
{
    /// <summary>The URL of the registry; null for a folder.</summary>
    public Uri? Url { get; } = Uri.TryCreate(Address, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" ? url : null;

    /// <summary>The name of the source for messages, without user names and tokens of the URL.</summary>
    public string Label => Url?.Host ?? Address;
}
