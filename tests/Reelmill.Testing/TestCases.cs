using Xunit;

namespace Reelmill.Testing;

/// <summary>Inputs that failed once, each in a folder of its own with its right value; a test that needs an absent one is skipped by name.</summary>
public static class TestCases
{
    /// <summary>The path of a file below <c>REELMILL_CASES</c>; skips the test when the folder or file is not there.</summary>
    public static string Path(string name, params string[] parts)
    {
        var root = Environment.GetEnvironmentVariable("REELMILL_CASES");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "REELMILL_CASES is not set");
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine([root!, name, .. parts]));
        Assert.SkipUnless(System.IO.Path.Exists(path), $"{path} is not there");
        return path;
    }
}
