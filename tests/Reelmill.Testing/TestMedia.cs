using Xunit;

namespace Reelmill.Testing;

/// <summary>Real media for tests; a test that needs what is absent is skipped by name.</summary>
public static class TestMedia
{
    /// <summary>The path of a file below <c>REELMILL_MEDIA</c>; skips the test when the folder or file is not there.</summary>
    public static string Path(params string[] parts)
    {
        var root = Environment.GetEnvironmentVariable("REELMILL_MEDIA");
        Skip.If(string.IsNullOrEmpty(root), "REELMILL_MEDIA is not set");
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine([root!, .. parts]));
        Skip.IfNot(System.IO.Path.Exists(path), $"{path} is not there");
        return path;
    }
}
