using System.Net.Http.Headers;

namespace Reelmill.Vision.Packages;

/// <summary>Where packages are fetched from.</summary>
/// <param name="Address">The URL of a registry, or the path of a folder that holds package files.</param>
/// <param name="Credentials">What requests are authorized with; null for none.</param>
internal sealed record PackageSource(string Address, AuthenticationHeaderValue? Credentials = null)
{
    /// <summary>The registry's URL; null for a folder.</summary>
    public Uri? Url { get; } = Uri.TryCreate(Address, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" ? url : null;

    /// <summary>What messages call the source; user names and tokens in its URL are left out.</summary>
    public string Label => Url?.Host ?? Address;
}
