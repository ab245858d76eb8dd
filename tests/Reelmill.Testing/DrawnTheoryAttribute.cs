using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Reelmill.Testing;

/// <summary>A theory with expensive cases: a seeded random third of them runs each time, all with <c>REELMILL_EVERY_FILE</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(DrawnTheoryDiscoverer))]
public sealed class DrawnTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : TheoryAttribute(sourceFilePath, sourceLineNumber);

/// <summary>Draws the cases of a theory.</summary>
public sealed class DrawnTheoryDiscoverer : TheoryDiscoverer
{
    public override async ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute)
    {
        var all = await base.Discover(discoveryOptions, testMethod, factAttribute).ConfigureAwait(false);
        return Campaign.Share(SeededFor($"{testMethod.TestClass.TestClassName}.{testMethod.MethodName}"), [.. all]);
    }

    /// <summary>Creates a generator per method, so that two methods with the same cases draw different ones.</summary>
    private static Random SeededFor(string method) =>
        new(Campaign.Seed ^ BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(method))));
}
